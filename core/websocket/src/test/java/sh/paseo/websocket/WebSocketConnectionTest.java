package sh.paseo.websocket;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sh.paseo.api.transport.CloseReason;
import sh.paseo.api.transport.Frame;

/** The sending side and the deadlines, on a stream whose peer says nothing. */
class WebSocketConnectionTest {
    private static final Duration FOREVER = Duration.ofMinutes(10);
    private static final WebSocketTimes PATIENT = new WebSocketTimes(FOREVER, FOREVER, FOREVER, FOREVER, FOREVER);

    private final ConnectionWatch watch = new ConnectionWatch();
    private final FakeStream stream = new FakeStream();

    @AfterEach
    void stop() {
        stream.close();
        watch.close();
    }

    @Test
    void manySmallMessagesAreFewWrites() {
        WebSocketConnection connection = connection(PATIENT);
        List<Frame> frames = new ArrayList<>(Collections.nCopies(1_000, Frame.Text.of("a small message")));
        connection.sendAll(frames);
        assertTrue(stream.writes() <= 2, () -> stream.writes() + " writes");
        assertEquals(1_000 * 17, stream.written().length);
    }

    @Test
    void aLargeSharedPayloadIsWrittenFromWhereItLies() {
        WebSocketConnection connection = connection(PATIENT);
        byte[] shared = new byte[1_000_000];
        connection.sendAll(List.of(new Frame.Binary(shared), Frame.Text.of("next")));
        assertSame(shared, stream.arrays.get(1));
        assertEquals(10 + 1_000_000 + 6, stream.written().length);
        assertTrue(stream.lengths.getFirst() >= 10_000, "the header does not travel alone: " + stream.lengths);
    }

    @Test
    void clientsMaskAndLeaveTheSharedPayloadAlone() {
        WebSocketConnection connection = client();
        Frame.Text frame = Frame.Text.of("hello, this is long enough to be masked differently");
        byte[] before = frame.bytes().clone();
        connection.send(frame);
        assertEquals(List.of("Text " + HexFormat.of().formatHex(before).hashCode() + " " + before.length, "more"),
                Streams.decoded(new Rfc6455Codec(Role.SERVER, WebSocketLimits.DEFAULT, ByteBudget.unlimited()),
                        List.of(stream.written())));
        assertSame(frame.bytes(), frame.bytes());
        assertTrue(Arrays.equals(before, frame.bytes()));
    }

    @Test
    void closingWhileASendBlocksReturnsAtOnceAndEndsTheSend() {
        WebSocketConnection connection = connection(new WebSocketTimes(FOREVER, FOREVER, Duration.ofMillis(100), FOREVER, FOREVER));
        stream.block();
        Thread sender = Thread.ofVirtual().start(() -> connection.send(Frame.Text.of("stuck")));
        await().until(() -> stream.writes() == 1);
        long start = System.nanoTime();
        connection.close(new CloseReason(1013, "too slow"));
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(1).toNanos());
        await().until(() -> !sender.isAlive() && stream.isClosed());
        assertTrue(connection.receive().isEmpty());
    }

    @Test
    void aCloseThatFindsTheWriterBusyIsWrittenByIt() {
        WebSocketConnection connection = connection(PATIENT);
        stream.block();
        Thread sender = Thread.ofVirtual().start(() -> connection.send(Frame.Text.of("x")));
        await().until(() -> stream.writes() == 1);
        connection.close(new CloseReason(4001, ""));
        stream.unblock();
        await().until(() -> !sender.isAlive());
        assertEquals("810178" + "88020fa1", HexFormat.of().formatHex(stream.written()));
    }

    @Test
    void theFirstReasonCountsAndNothingFollowsIt() {
        WebSocketConnection connection = connection(PATIENT);
        connection.close(new CloseReason(4401, ""));
        connection.close(new CloseReason(1000, ""));
        connection.send(Frame.Text.of("late"));
        assertEquals("88021131", HexFormat.of().formatHex(stream.written()));
    }

    @Test
    void aWriteThatTakesTooLongCutsTheConnection() {
        WebSocketConnection connection = connection(new WebSocketTimes(Duration.ofMillis(100), FOREVER, FOREVER, FOREVER, FOREVER));
        stream.block();
        Thread sender = Thread.ofVirtual().start(() -> connection.send(Frame.Text.of("stuck")));
        await().until(() -> !sender.isAlive());
        assertTrue(stream.isClosed());
    }

    @Test
    void aSilentPeerIsPingedAndCutAfterThreeSilences() {
        WebSocketConnection connection = connection(new WebSocketTimes(FOREVER, FOREVER, FOREVER, FOREVER, Duration.ofMillis(200)));
        Thread reader = Thread.ofVirtual().start(connection::receive);
        await().until(() -> stream.written().length >= 2);
        assertEquals("8900", HexFormat.of().formatHex(stream.written()).substring(0, 4));
        await().until(() -> !reader.isAlive() && stream.isClosed());
    }

    @Test
    void aBusyReceiverIsNoSilentPeer() {
        WebSocketConnection connection = connection(new WebSocketTimes(FOREVER, FOREVER, FOREVER, FOREVER, Duration.ofMillis(20)));
        await().during(Duration.ofMillis(300)).until(() -> !stream.isClosed());
        connection.send(Frame.Text.of("x"));
        assertEquals("810178", HexFormat.of().formatHex(stream.written()));
    }

    @Test
    void whatThePeerSaidWhenItClosedIsKnownAndWhatWeSaidIsNot() {
        WebSocketConnection connection = client();
        connection.alreadyRead(new byte[] {(byte) 0x88, 4, 0x11, 0x31, 'n', 'o'}, 0, 6);
        assertTrue(connection.receive().isEmpty());
        assertEquals(Optional.of(new CloseReason(4401, "no")), connection.farewell());
        WebSocketConnection other = connection(PATIENT);
        other.close(CloseReason.NORMAL);
        assertEquals(Optional.empty(), other.farewell());
    }

    @Test
    void finishIsBoundedWhenThePeerSaysNothing() {
        WebSocketConnection connection = connection(
                new WebSocketTimes(FOREVER, FOREVER, Duration.ofMillis(100), Duration.ofMillis(100), FOREVER));
        AtomicBoolean finished = new AtomicBoolean();
        Thread.ofVirtual().start(() -> {
            connection.finish();
            finished.set(true);
        });
        await().untilTrue(finished);
        assertTrue(stream.isClosed());
        assertEquals(0, watch.size());
    }

    @Test
    void closingTheWatchCutsWhatIsOpen() {
        WebSocketConnection connection = connection(PATIENT);
        assertFalse(stream.isClosed());
        watch.close();
        assertTrue(stream.isClosed());
        assertTrue(connection.receive().isEmpty());
    }

    private WebSocketConnection client() {
        return new WebSocketConnection(stream, new Rfc6455Codec(Role.CLIENT, limits(PATIENT), ByteBudget.unlimited()), EchoEndpoint.PEER,
                limits(PATIENT), watch);
    }

    private WebSocketConnection connection(WebSocketTimes times) {
        return new WebSocketConnection(stream, new Rfc6455Codec(Role.SERVER, limits(times), ByteBudget.unlimited()), EchoEndpoint.PEER,
                limits(times), watch);
    }

    private static WebSocketLimits limits(WebSocketTimes times) {
        return WebSocketLimits.DEFAULT.withTimes(times);
    }
}
