package sh.paseo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SamplesTest {
    private static Samples of(double... values) {
        Samples samples = new Samples();
        for (double value : values) {
            samples.add(value);
        }
        return samples;
    }

    @Test
    void medianIsTheMiddleOrBetweenTheTwoMiddleOnes() {
        assertEquals(3, of(9, 1, 3).median());
        assertEquals(2, of(9, 1, 3, 1).median());
    }

    @Test
    void percentileIsTheNearestRank() {
        Samples hundred = new Samples();
        for (int i = 100; i >= 1; i--) {
            hundred.add(i);
        }
        assertEquals(50, hundred.percentile(50));
        assertEquals(99, hundred.percentile(99));
        assertEquals(1, hundred.min());
        assertEquals(100, hundred.max());
    }

    @Test
    void spreadIsMedianAndRange() {
        assertEquals("3 (1-9)", of(9, 1, 3).spread(0));
    }

    @Test
    void nothingMeasuredIsNoNumber() {
        assertThrows(BenchException.class, () -> new Samples().median());
    }
}
