package sh.paseo.hosting;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sh.paseo.api.PluginException;
import sh.paseo.api.transport.CloseReason;
import sh.paseo.api.transport.Frame;
import sh.paseo.api.transport.MessageChannel;
import sh.paseo.api.transport.Peer;
import sh.paseo.websocket.ClientOptions;
import sh.paseo.websocket.WebSocketClient;

class HostingLimitsTest {
    private static final HostingLimits.Times HASTY = new HostingLimits.Times(Duration.ofMillis(300), Duration.ofMillis(200),
            Duration.ofMillis(400), Duration.ofSeconds(15), Duration.ofMillis(50));
    private static final String HEALTH = "GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void aHeadThatDoesNotArriveInTimeIsAnsweredAndCut() throws IOException {
        EchoServer server = server(HostingLimits.DEFAULT.withTimes(HASTY));
        assertEquals(408, RawHttp.status(RawHttp.ask(server.port(), "")));
        assertEquals(408, RawHttp.status(RawHttp.ask(server.port(), "GET /api/hea")));
        assertEquals(408, RawHttp.status(RawHttp.ask(server.port(), "GET /ws HTTP/1.1\r\nHost: localhost\r\n" + RawHttp.UPGRADE)));
    }

    @Test
    void bytesNowAndThenBuyNoTime() throws IOException {
        EchoServer server = server(HostingLimits.DEFAULT.withTimes(HASTY));
        Socket socket = open(server);
        long start = System.nanoTime();
        String head = HEALTH.substring(0, HEALTH.length() - 2);
        await().pollInterval(Duration.ofMillis(20)).atMost(Duration.ofSeconds(5)).until(() -> isCut(socket, head));
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(3).toNanos());
    }

    @Test
    void anIdleConnectionIsClosedInSilence() throws IOException {
        EchoServer server = server(HostingLimits.DEFAULT.withTimes(HASTY));
        String answers = RawHttp.ask(server.port(), HEALTH);
        assertEquals(200, RawHttp.status(answers));
        assertEquals(answers.lastIndexOf("HTTP/1.1"), 0, answers);
    }

    @Test
    void aBodyThatDoesNotArriveInTimeIsCut() throws IOException {
        EchoServer server = server(HostingLimits.DEFAULT.withTimes(HASTY));
        long start = System.nanoTime();
        RawHttp.ask(server.port(), "POST /api/status HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 10\r\n\r\n{");
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(3).toNanos());
    }

    @Test
    void aBodyThatDripsKeepsItsPlaceNoLongerThanAHead() throws IOException {
        HostingLimits.Times patient = new HostingLimits.Times(Duration.ofMillis(300), Duration.ofSeconds(60), Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofMillis(50));
        EchoServer server = server(HostingLimits.DEFAULT.withTimes(patient));
        Socket socket = open(server);
        RawHttp.send(socket, "POST /api/status HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 1000\r\n\r\n{");
        assertEquals(405, RawHttp.status(RawHttp.head(socket.getInputStream())));
        await().atMost(Duration.ofSeconds(5)).until(() -> server.listeners.strangers() == 0);
        assertEquals(Duration.ofMillis(4_300), patient.body(4L * 65_536), "a large one gets its time");
        assertEquals(patient.exchange(), patient.body(1L << 40));
    }

    @Test
    void strangersBeyondTheLimitGet503AndPlacesComeBack() throws IOException {
        EchoServer server = server(HostingLimits.DEFAULT);
        List<Socket> strangers = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            strangers.add(open(server));
        }
        await().until(() -> server.listeners.strangers() == 64);
        assertEquals(503, RawHttp.status(server.port(), HEALTH));
        strangers.getFirst().close();
        await().until(() -> server.listeners.strangers() == 63);
        assertEquals(200, RawHttp.status(server.port(), HEALTH));
    }

    @Test
    void socketsOfOneAddressBeyondTheLimitGet503AndOthersAreServedMeanwhile() throws IOException {
        HostingLimits usual = HostingLimits.DEFAULT;
        EchoServer server = server(
                new HostingLimits(usual.connections(), 3, usual.strangers(), usual.strangerBytes(), usual.bytesInFlight(),
                        usual.times(), usual.webSocket()));
        MessageChannel friend = client(server);
        friend.send(Frame.Text.of("hello"));
        assertTrue(friend.receive().isPresent());
        List<Socket> sockets = List.of(open(server), open(server));
        await().until(() -> server.listeners.strangers() == 2);
        assertEquals(503, RawHttp.status(server.port(), HEALTH), "a socket that has said hello counts too");
        try (Socket other = new Socket(InetAddress.getLoopbackAddress(), server.port(), InetAddress.getByName("127.0.0.2"), 0)) {
            RawHttp.send(other, HEALTH);
            assertEquals(200, RawHttp.status(RawHttp.head(other.getInputStream())));
        }
        sockets.getFirst().close();
        await().until(() -> RawHttp.status(server.port(), HEALTH) == 200);
        friend.send(Frame.Text.of("hello"));
        assertTrue(friend.receive().isPresent());
    }

    @Test
    void whoHasSaidHelloIsNoStranger() {
        EchoServer server = server(HostingLimits.DEFAULT);
        for (int i = 0; i < 100; i++) {
            MessageChannel client = client(server);
            client.send(Frame.Text.of("hello"));
            assertTrue(client.receive().isPresent());
        }
        assertEquals(0, server.listeners.strangers());
    }

    @Test
    void aFloodOfConnectionsIsSurvived() throws IOException {
        EchoServer server = server(HostingLimits.DEFAULT.withTimes(HASTY));
        MessageChannel friend = client(server);
        friend.send(Frame.Text.of("hello"));
        assertTrue(friend.receive().isPresent());
        for (int i = 0; i < 3_000; i++) {
            flood(server);
        }
        friend.send(Frame.Text.of("still there"));
        assertEquals("still there", ((Frame.Text) friend.receive().orElseThrow()).text());
        await().atMost(Duration.ofSeconds(20)).until(() -> RawHttp.status(server.port(), HEALTH) == 200);
    }

    @Test
    void strangersMaySendOnlyShortMessages() {
        Set<MessageChannel> channels = ConcurrentHashMap.newKeySet();
        EchoServer server = keep(new EchoServer(GatePolicy.DEFAULT, HostingLimits.DEFAULT, channel -> {
            channels.add(channel);
            channel.receive();
        }));
        MessageChannel stranger = client(server);
        stranger.send(Frame.Text.of("x".repeat(70_000)));
        assertTrue(stranger.receive().isEmpty());
    }

    @Test
    void closingTheListenerTellsEverybodyAndFreesThePort() throws IOException {
        EchoServer server = server(HostingLimits.DEFAULT);
        Socket socket = open(server);
        RawHttp.send(socket, "GET /ws HTTP/1.1\r\nHost: localhost\r\n" + RawHttp.UPGRADE + "\r\n");
        assertEquals(101, RawHttp.status(RawHttp.head(socket.getInputStream())));
        long start = System.nanoTime();
        Thread closer = Thread.ofVirtual().start(server::closeListener);
        byte[] frame = socket.getInputStream().readNBytes(4);
        assertEquals("88 02 03 e9", String.format("%02x %02x %02x %02x", frame[0], frame[1], frame[2], frame[3]));
        socket.close();
        await().until(() -> !closer.isAlive());
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(4).toNanos());
        int port = server.port();
        assertThrows(SocketException.class, () -> RawHttp.open(port));
    }

    @Test
    void aTakenPortNamesTheAddress() {
        EchoServer server = server(HostingLimits.DEFAULT);
        PluginException failure = assertThrows(PluginException.class, () -> server.listeners.open(server.address()));
        assertEquals(PluginException.Code.IO, failure.code());
        assertTrue(failure.getMessage().contains("127.0.0.1:" + server.port()), failure.getMessage());
    }

    @Test
    void thePeerIsOnLoopbackAndNamedByItsAddress() {
        List<Peer> peers = new CopyOnWriteArrayList<>();
        EchoServer server = keep(new EchoServer(GatePolicy.DEFAULT, HostingLimits.DEFAULT, channel -> {
            peers.add(channel.peer());
            channel.close(new CloseReason(4001, "Hello timeout"));
        }));
        assertTrue(client(server).receive().isEmpty());
        assertEquals(Peer.Trust.LOOPBACK, peers.getFirst().trust());
        assertEquals("LOOPBACK", peers.getFirst().identity());
        assertTrue(peers.getFirst().address().startsWith("127.0.0.1:"), peers::toString);
    }

    @Test
    void anAcceptorThatThrowsEndsOnlyItsChannel() throws IOException {
        EchoServer server = keep(new EchoServer(GatePolicy.DEFAULT, HostingLimits.DEFAULT, channel -> {
            throw new IllegalStateException("a bug");
        }));
        Socket socket = open(server);
        RawHttp.send(socket, "GET /ws HTTP/1.1\r\nHost: localhost\r\n" + RawHttp.UPGRADE + "\r\n");
        RawHttp.head(socket.getInputStream());
        byte[] frame = socket.getInputStream().readNBytes(4);
        assertEquals(1011, (frame[2] & 0xFF) << 8 | frame[3] & 0xFF);
        assertEquals(200, RawHttp.status(server.port(), HEALTH));
    }

    private static void flood(EchoServer server) throws IOException {
        try (Socket socket = RawHttp.open(server.port())) {
            socket.getOutputStream().write('G');
        } catch (SocketException e) {
            // Refused faster than it could be sent.
            return;
        }
    }

    private static boolean isCut(Socket socket, String head) {
        try {
            socket.getOutputStream().write(head.substring(0, 1).getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            return true;
        }
    }

    private MessageChannel client(EchoServer server) {
        return keep(WebSocketClient.connect(server.address(), ClientOptions.DEFAULT));
    }

    private Socket open(EchoServer server) throws IOException {
        return keep(RawHttp.open(server.port()));
    }

    private EchoServer server(HostingLimits limits) {
        return keep(new EchoServer(GatePolicy.DEFAULT, limits));
    }

    private <T extends AutoCloseable> T keep(T resource) {
        open.add(resource);
        return resource;
    }
}
