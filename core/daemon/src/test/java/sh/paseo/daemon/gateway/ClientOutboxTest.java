package sh.paseo.daemon.gateway;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sh.paseo.api.AgentId;
import sh.paseo.api.transport.Frame;

@Timeout(20)
class ClientOutboxTest {
    private static final AgentId AGENT = new AgentId("a1");
    private static final int MEGABYTE = 1024 * 1024;

    private final FakeChannel channel = new FakeChannel();
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    private final ClientOutbox outbox = new ClientOutbox(channel, "test-out", total, nanos::get);

    @AfterEach
    void end() {
        channel.readOn();
        outbox.close();
    }

    private static Frame frame(int bytes) {
        return new Frame.Text(new byte[bytes]);
    }

    @Test
    void framesGoOutInOrderAndAreCountedOut() {
        Frame first = frame(10);
        Frame second = frame(20);
        outbox.offer(first);
        outbox.offerRow(AGENT, second);
        await().until(() -> channel.sent.size() == 2);
        assertSame(first, channel.sent.get(0));
        assertSame(second, channel.sent.get(1));
        await().until(() -> total.get() == 0);
    }

    @Test
    void aSlowSocketLosesRowsButNoAnswersAndIsShownTheNewestRowInTheEnd() {
        channel.stopReading();
        for (int i = 0; i < 20; i++) {
            outbox.offerRow(AGENT, frame(MEGABYTE));
        }
        assertTrue(total.get() <= ClientOutbox.MAX_BYTES + 2L * MEGABYTE, "waiting: " + total.get());
        Frame answer = frame(7);
        Frame newest = frame(5);
        outbox.offer(answer);
        outbox.offerRow(AGENT, newest);
        channel.readOn();
        await().until(() -> channel.sent.contains(newest));
        assertTrue(channel.sent.indexOf(answer) < channel.sent.indexOf(newest));
        assertTrue(channel.sent.size() < 15, "sent: " + channel.sent.size());
        await().until(() -> total.get() == 0);
        Frame next = frame(6);
        outbox.offerRow(AGENT, next);
        await().until(() -> channel.sent.contains(next));
    }

    @Test
    void thirtySecondsOverTheLimitCloseTheSocket() {
        channel.stopReading();
        for (int i = 0; i < 12; i++) {
            outbox.offerRow(AGENT, frame(MEGABYTE));
        }
        nanos.addAndGet(Duration.ofSeconds(29).toNanos());
        outbox.offerRow(AGENT, frame(1));
        assertEquals(Optional.empty(), channel.closed);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        outbox.offerRow(AGENT, frame(1));
        await().until(() -> channel.closed.isPresent());
        assertEquals(ClientOutbox.TOO_SLOW, channel.closed.get());
        await().until(() -> total.get() == 0);
    }

    @Test
    void answersAloneCannotFillTheHeap() {
        channel.stopReading();
        for (int i = 0; i < 20; i++) {
            outbox.offer(frame(MEGABYTE));
        }
        await().until(() -> channel.closed.isPresent());
        assertEquals(ClientOutbox.TOO_SLOW, channel.closed.get());
    }
}
