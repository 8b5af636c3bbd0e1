package sh.paseo.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Floods of everything a socket can bring, against the daemon as it is shipped and with the heap its launcher gives it. */
@EnabledOnOs(OS.LINUX)
@Timeout(180)
class FloodTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    /** Others may use the machine; what takes longer than this is not served any more. */
    private static final Duration SERVED = Duration.ofSeconds(5);
    private static final Duration USUAL = Duration.ofMillis(200);
    private static final Duration PACE = Duration.ofMillis(25);
    /** A head may take 5 seconds, a hello 15, a message that does not get on 30; each is looked at every few seconds. */
    private static final Duration SLOWEST = Duration.ofSeconds(50);
    private static final Duration HEADS_ARE_CUT = Duration.ofSeconds(10);
    /** Connections of a moment ago, and what the daemon opens when it is first used. */
    private static final long SOME_DESCRIPTORS = 8;
    /** Caches that fill when they are first used, and what waits for a timer. */
    private static final long SOME_KIB = 4 * 1024;
    private static final int MIB = 1024 * 1024;

    @TempDir
    static Path scratch;

    private static Distribution paseo;
    private static String address;
    private static String unix;
    private static long descriptors;
    private static long heap;

    @BeforeAll
    static void start() throws Exception {
        unix = UnixSockets.PREFIX + scratch.resolve("home/run/paseo.sock");
        paseo = Distribution.shipped(scratch).with("PASEO_LISTEN", "127.0.0.1:0," + unix);
        paseo.start();
        address = paseo.listen().orElseThrow();
        fetchAnew(address);
        fetchAnew(unix);
        descriptors = paseo.descriptors() + SOME_DESCRIPTORS;
        heap = LiveHeap.of(paseo.jvm()) + SOME_KIB;
    }

    @AfterAll
    static void stop() {
        paseo.close();
    }

    @AfterEach
    void itServesOnAndKeepsNothingAndWroteNoError() throws Exception {
        servesWithinASecond(address);
        await().atMost(Distribution.PATIENCE).until(() -> paseo.descriptors() <= descriptors);
        await().atMost(SLOWEST).pollInterval(SECOND).untilAsserted(() -> assertEquals(heap, Math.max(heap, LiveHeap.of(paseo.jvm()))));
        assertEquals(List.of(), paseo.oddLines());
    }

    @Test
    void fiveHundredSlowSocketsDelayNobodyAndAreAllCut() throws Exception {
        try (var slow = new SlowPeers(address); var plain = RawWire.open(address); var known = RawWire.greeted(address, "cid_known")) {
            assertEquals(200, plain.ask(RawWire.HEALTH));
            slow.open(40, "frame of a client", SlowPeers.UPGRADE + SlowPeers.HELLO, SlowPeers.FRAME);
            await().atMost(SERVED).until(() -> known.fetchAgents().length() > 0 && health(address) == 200);
            slow.open(20, "body", SlowPeers.BODY_HEAD, "{");
            slow.open(20, "frame", SlowPeers.UPGRADE, SlowPeers.FRAME);
            slow.open(420, "head", "", SlowPeers.HEAD);
            var start = System.nanoTime();
            var figures = measuredFor(Duration.ofSeconds(4), plain, known);
            await().atMost(HEADS_ARE_CUT).pollInterval(PACE).until(() -> health(address) == 200);
            var back = Duration.ofNanos(System.nanoTime() - start).toMillis();
            figures.forEach(figure -> System.out.println("floods: " + figure));
            System.out.println("floods: a new TCP client was served after " + back + " ms");
            figures.forEach(figure -> assertTrue(figure.median().compareTo(USUAL) < 0 && figure.longest().compareTo(SERVED) < 0,
                    figure::toString));
            await().atMost(SLOWEST).until(() -> slow.open() == 0);
            System.out.println("floods: slow sockets ended " + slow.endings());
            assertEquals(500, slow.endings().values().stream().mapToInt(count -> count).sum());
            assertTrue(known.fetchAgents().length() > 0);
        }
    }

    /** How clients fare: those that were there before, and new ones on the Unix socket, where a flood on TCP takes no places. */
    private static List<Latencies> measuredFor(Duration time, RawWire plain, RawWire known) {
        var figures = List.of(new Latencies("plain requests"), new Latencies("requests of a client"),
                new Latencies("plain requests on a new Unix connection"), new Latencies("requests of a new client on the Unix socket"));
        var end = System.nanoTime() + time.toNanos();
        await().atMost(Distribution.PATIENCE).pollInterval(PACE).until(() -> {
            figures.get(0).measure(() -> assertEquals(200, plain.ask(RawWire.HEALTH)));
            figures.get(1).measure(known::fetchAgents);
            figures.get(2).measure(() -> assertEquals(200, health(unix)));
            figures.get(3).measure(() -> fetchAnew(unix));
            return System.nanoTime() > end;
        });
        return figures;
    }

    @Test
    void fiveThousandConnectionsThatSayNothingLeaveNothingBehind() throws Exception {
        var left = new ConcurrentLinkedQueue<Socket>();
        try (var known = RawWire.greeted(address, "cid_known"); var threads = Executors.newFixedThreadPool(8)) {
            for (var i = 0; i < 5_000; i++) {
                var stays = i % 5 == 0;
                threads.submit(() -> connect(stays, left));
            }
            assertTrue(known.fetchAgents().length() > 0);
            threads.shutdown();
            await().atMost(Distribution.PATIENCE).until(threads::isTerminated);
            assertTrue(left.size() > 500, () -> left.size() + " connected and stayed");
            assertTrue(known.fetchAgents().length() > 0);
        } finally {
            for (var socket : left) {
                socket.close();
            }
        }
    }

    private static Void connect(boolean stays, ConcurrentLinkedQueue<Socket> left) throws IOException {
        var colon = address.lastIndexOf(':');
        var socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        if (stays) {
            left.add(socket);
        } else {
            socket.close();
        }
        return null;
    }

    @Test
    void withFewDescriptorsItTurnsConnectionsAwayAndGoesOn(@TempDir Path other) throws Exception {
        var clients = new ArrayList<RawWire>();
        try (var few = Distribution.shipped(other).withDescriptors(256)) {
            few.start();
            var at = few.listen().orElseThrow();
            var turnedAway = 0;
            try (var known = RawWire.greeted(at, "cid_known")) {
                for (var i = 0; i < 400; i++) {
                    try {
                        clients.add(RawWire.greeted(at, "cid_" + i));
                    } catch (IOException e) {
                        turnedAway++;
                    }
                }
                assertTrue(turnedAway > 100 && clients.size() > 100, turnedAway + " turned away, " + clients.size() + " clients");
                assertTrue(known.fetchAgents().length() > 0);
            } finally {
                for (var client : clients) {
                    client.close();
                }
            }
            servesWithinASecond(at);
            assertEquals(List.of(), few.oddLines());
            assertEquals("", few.daemonErr());
        }
    }

    @Test
    void framesThatAreTooLargeAreRefusedByTheirHeaders() throws Exception {
        for (var round = 0; round < 20; round++) {
            for (var claim : Map.of(Long.MAX_VALUE, 1009, 1L << 40, 1009, 17L * MIB, 1009, -1L, 1002, Long.MIN_VALUE, 1002).entrySet()) {
                assertClosed(claim.getValue(), client -> {
                    client.raw(RawWire.header(RawWire.BINARY, true, claim.getKey()));
                    client.raw(new byte[10]);
                });
            }
        }
    }

    @Test
    void messagesThatGrowBeyondTheLimitAreRefused() throws Exception {
        for (var round = 0; round < 4; round++) {
            assertClosed(1009, client -> client.frame(RawWire.BINARY, true, new byte[17 * MIB]));
            assertClosed(1009, client -> endless(client, RawWire.BINARY, new byte[MIB]));
        }
    }

    @Test
    void fragmentsAndPingsWithoutEndAreAgainstThePolicy() throws Exception {
        for (var round = 0; round < 20; round++) {
            assertClosed(1008, client -> endless(client, RawWire.TEXT, new byte[0]));
            assertClosed(1008, client -> endless(client, RawWire.PING, new byte[125]));
        }
    }

    /** Sends until nobody listens; a ping stands alone, of anything else come the first part and then the next. */
    private static void endless(RawWire client, int opcode, byte[] part) throws IOException {
        var ping = opcode == RawWire.PING;
        client.frame(opcode, ping, part);
        for (var i = 0; i < 2_000; i++) {
            client.frame(ping ? opcode : RawWire.CONTINUATION, ping, part);
        }
    }

    /** What a hostile client does. */
    @FunctionalInterface
    private interface Attack {
        void strike(RawWire client) throws IOException;
    }

    /** Sends on one thread and listens on another, as a peer does that wants to hear why it was cut. */
    private static void assertClosed(int code, Attack attack) throws Exception {
        try (var client = RawWire.greeted(address, "cid_hostile")) {
            var sender = Thread.ofVirtual().start(() -> {
                try {
                    attack.strike(client);
                } catch (IOException e) {
                    // Cut while it was sending, as it should be.
                    return;
                }
            });
            assertEquals(code, client.closeCode());
            sender.join();
        }
    }

    private static int health(String at) throws IOException {
        try (var wire = RawWire.open(at)) {
            return wire.ask(RawWire.HEALTH);
        }
    }

    private static void fetchAnew(String at) throws IOException {
        try (var client = RawWire.greeted(at, "cid_new")) {
            client.fetchAgents();
        }
    }

    /** The machine may be busy once, not always. */
    private static void servesWithinASecond(String at) {
        await().atMost(SERVED).pollInterval(PACE).ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            var start = System.nanoTime();
            fetchAnew(at);
            return health(at) == 200 && System.nanoTime() - start < SECOND.toNanos();
        });
    }
}
