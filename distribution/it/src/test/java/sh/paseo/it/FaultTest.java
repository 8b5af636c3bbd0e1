package sh.paseo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultTest {
    @Test
    void faultsAreThoseOfTheSeedAndOfEveryKind() {
        var random = new Random(7);
        var same = new Random(7);
        var drawn = IntStream.range(0, 1000).mapToObj(i -> Fault.drawn(random)).toList();
        assertEquals(drawn, IntStream.range(0, 1000).mapToObj(i -> Fault.drawn(same)).toList());
        for (var end : Fault.End.values()) {
            assertTrue(drawn.stream().anyMatch(fault -> fault.end() == end && fault.toServer() < Long.MAX_VALUE), end + " to the server");
            assertTrue(drawn.stream().anyMatch(fault -> fault.end() == end && fault.toClient() < Long.MAX_VALUE), end + " to the client");
        }
        assertTrue(drawn.stream().anyMatch(fault -> fault.slice() == 1));
        assertTrue(drawn.stream().anyMatch(fault -> fault.latency().isPositive()));
    }
}
