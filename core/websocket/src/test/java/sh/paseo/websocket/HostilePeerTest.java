package sh.paseo.websocket;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sh.paseo.api.transport.Frame;

/** Peers that want to cost us memory or time. */
class HostilePeerTest {
    private static final long PATIENCE = 10_000;
    private static final int MIB = 1024 * 1024;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void aClaimedLengthCostsNothing() {
        List<WebSocketCodec> codecs = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            WebSocketCodec codec = codec(WebSocketLimits.DEFAULT, ByteBudget.unlimited());
            codec.decode(ByteBuffer.wrap(RawPeer.header(2, true, 0, 15L * MIB)));
            codec.decode(ByteBuffer.wrap(new byte[] {1}));
            codecs.add(codec);
        }
        // Thirty gigabytes if the claims were believed.
        assertEquals(2_000, codecs.stream().filter(c -> c.pending() > 0).count());
    }

    @Test
    void overTheLimitIsRefusedByItsHeader() throws Exception {
        RawPeer peer = peer(WebSocketLimits.DEFAULT);
        peer.raw(RawPeer.header(2, true, 0, 100L * MIB));
        assertEquals(1009, peer.next(PATIENCE).closeCode());
    }

    @Test
    void fragmentsTogetherMayNotPassTheLimit() throws Exception {
        RawPeer peer = peer(WebSocketLimits.DEFAULT.withMessageBytes(MIB));
        byte[] part = new byte[MIB / 4];
        peer.frame(2, false, 0, part);
        for (int i = 0; i < 4; i++) {
            peer.frame(0, false, 0, part);
        }
        assertEquals(1009, peer.next(PATIENCE).closeCode());
    }

    @Test
    void endlessFragmentsArePolicy() throws Exception {
        RawPeer peer = peer(WebSocketLimits.DEFAULT);
        peer.frame(1, false, 0, new byte[0]);
        for (int i = 0; i < 1_024; i++) {
            peer.frame(0, false, 0, new byte[0]);
        }
        assertEquals(1008, peer.next(PATIENCE).closeCode());
    }

    @Test
    void exactlyTheAllowedFragmentsAreAMessage() throws Exception {
        RawPeer peer = peer(WebSocketLimits.DEFAULT);
        peer.frame(1, false, 0, new byte[] {'a'});
        for (int i = 2; i < 1_024; i++) {
            peer.frame(0, false, 0, new byte[] {'a'});
        }
        peer.frame(0, true, 0, new byte[] {'a'});
        assertEquals(1_024, peer.next(PATIENCE).payload().length);
    }

    @Test
    void aPingFloodIsPolicy() throws Exception {
        RawPeer peer = peer(WebSocketLimits.DEFAULT);
        for (int i = 0; i < 200; i++) {
            peer.frame(i % 2 == 0 ? 9 : 10, true, 0, new byte[0]);
        }
        RawPeer.Received last = peer.next(PATIENCE);
        int pongs = 0;
        while (last.opcode() == 10) {
            pongs++;
            last = peer.next(PATIENCE);
        }
        assertEquals(1008, last.closeCode());
        assertTrue(pongs <= 50, () -> "answered more than allowed");
    }

    @Test
    void aMessageThatDoesNotGetOnIsClosed() throws Exception {
        RawPeer peer = peer(WebSocketLimits.DEFAULT.withTimes(times(Duration.ofMillis(150), Duration.ofMillis(100))));
        peer.raw(RawPeer.header(1, true, 0, 1_000));
        peer.raw(new byte[] {1});
        assertEquals(1008, peer.next(PATIENCE).closeCode());
        assertTrue(peer.next(PATIENCE).end());
    }

    @Test
    void bytesNowAndThenBuyNoTime() throws Exception {
        RawPeer peer = peer(WebSocketLimits.DEFAULT.withTimes(times(Duration.ofMillis(300), Duration.ofMillis(100))));
        peer.raw(RawPeer.header(2, true, 0, 1_000_000));
        await().pollInterval(Duration.ofMillis(20)).atMost(Duration.ofSeconds(8)).until(() -> {
            peer.raw(new byte[] {1});
            return peer.hears(1);
        });
        assertEquals(1008, peer.next(PATIENCE).closeCode());
    }

    @Test
    void theCloseFrameSurvivesAPeerThatGoesOnSending() throws Exception {
        RawPeer peer = peer(WebSocketLimits.DEFAULT);
        peer.raw(new byte[] {(byte) 0xFF});
        for (int i = 0; i < 64; i++) {
            peer.raw(new byte[64 * 1024]);
        }
        assertEquals(1002, peer.next(PATIENCE).closeCode());
    }

    @Test
    void allConnectionsTogetherHoldNoMoreThanTheBudgetAndGiveItBack() {
        ByteBudget budget = new ByteBudget(3L * MIB);
        List<WebSocketCodec> codecs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            codecs.add(codec(WebSocketLimits.DEFAULT, budget));
            half(codecs.getLast());
        }
        WebSocketCodec late = codec(WebSocketLimits.DEFAULT, budget);
        WebSocketException refused = assertThrows(WebSocketException.class, () -> half(late));
        assertEquals(WebSocketException.Code.OVERLOADED, refused.code());
        late.release();
        WebSocketCodec small = codec(WebSocketLimits.DEFAULT, budget);
        byte[] message = RawPeer.encode(2, true, 0, new byte[60_000]);
        assertTrue(small.decode(ByteBuffer.wrap(message)) instanceof Incoming.Message, "small messages still pass");
        codecs.forEach(WebSocketCodec::release);
        assertEquals(0, budget.taken());
    }

    @Test
    void whatAMessageTookComesBackWithTheNextOne() {
        ByteBudget budget = new ByteBudget(48L * MIB);
        WebSocketCodec codec = codec(WebSocketLimits.DEFAULT, budget);
        Incoming message = codec.decode(ByteBuffer.wrap(RawPeer.encode(2, true, 0, new byte[10 * MIB])));
        assertEquals(10 * MIB, ((Incoming.Message) message).frame().bytes().length);
        assertTrue(budget.taken() >= 9L * MIB, () -> budget.taken() + " taken while the message is in use");
        codec.decode(ByteBuffer.wrap(RawPeer.encode(2, true, 0, new byte[10])));
        assertEquals(0, budget.taken());
    }

    @Test
    void aReaderThatStopsIsCutAndTheServerGoesOn() throws Exception {
        WebSocketLimits limits = WebSocketLimits.DEFAULT.withTimes(new WebSocketTimes(Duration.ofMillis(300), Duration.ofSeconds(30),
                Duration.ofMillis(200), Duration.ofMillis(100), Duration.ofSeconds(30)));
        byte[] large = new byte[8 * MIB];
        EchoEndpoint endpoint = keep(EchoEndpoint.tcp(() -> codec(limits, ByteBudget.unlimited()), limits, connection -> {
            for (int i = 0; i < 20; i++) {
                connection.send(new Frame.Binary(large));
            }
            connection.finish();
        }));
        try (var silent = SocketChannel.open(endpoint.address())) {
            await().until(() -> endpoint.watch.size() == 1);
            await().until(() -> endpoint.watch.size() == 0);
            assertTrue(silent.isOpen());
        }
    }

    @Test
    void aPeerThatVanishesEndsTheChannel() throws Exception {
        EchoEndpoint endpoint = keep(EchoEndpoint.tcp(() -> codec(WebSocketLimits.DEFAULT, ByteBudget.unlimited()),
                WebSocketLimits.DEFAULT));
        RawPeer peer = new RawPeer(endpoint.address());
        peer.frame(1, true, 0, "hello".getBytes(StandardCharsets.UTF_8));
        assertEquals(1, peer.next(PATIENCE).opcode());
        peer.close();
        await().until(() -> endpoint.watch.size() == 0);
    }

    private static void half(WebSocketCodec codec) {
        codec.decode(ByteBuffer.wrap(RawPeer.header(2, true, 0, 2L * MIB)));
        codec.decode(ByteBuffer.wrap(new byte[MIB]));
    }

    private static WebSocketTimes times(Duration stall, Duration close) {
        return new WebSocketTimes(Duration.ofSeconds(30), stall, close, Duration.ofMillis(100), Duration.ofSeconds(30));
    }

    private static WebSocketCodec codec(WebSocketLimits limits, ByteBudget budget) {
        return new Rfc6455Codec(Role.SERVER, limits, budget);
    }

    private RawPeer peer(WebSocketLimits limits) throws IOException {
        EchoEndpoint endpoint = keep(EchoEndpoint.tcp(() -> codec(limits, ByteBudget.unlimited()), limits));
        return keep(new RawPeer(endpoint.address()));
    }

    private <T extends AutoCloseable> T keep(T resource) {
        open.add(resource);
        return resource;
    }
}
