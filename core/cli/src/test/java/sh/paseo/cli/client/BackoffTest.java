package sh.paseo.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void boundDoublesFromAQuarterOfASecondToHalfAMinute() {
        var backoff = new Backoff();
        List<Long> bounds = Stream.generate(() -> backoff.next(1).toMillis()).limit(10).toList();
        assertEquals(List.of(250L, 500L, 1000L, 2000L, 4000L, 8000L, 16000L, 30000L, 30000L, 30000L), bounds);
    }

    @Test
    void wholeRangeBelowTheBoundIsDrawnFrom() {
        var backoff = new Backoff();
        assertEquals(Duration.ZERO, backoff.next(0));
        assertEquals(Duration.ofMillis(125), backoff.next(0.25));
    }
}
