package sh.paseo.bench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void memoryShowsWhatWasMeasuredAndNothingElse() {
        String text = new Report().memory(Map.of("idle_pss", 78_848L, "idle_rss", 81_920L, "settle_seconds", 30L)).text();
        assertTrue(text.contains("| daemon, idle for the settling time | 77.0 | 80.0 | 100 |"), text);
        assertTrue(text.contains("Settling time: 30 s."), text);
        assertFalse(text.contains("10 idle agents"), text);
    }

    @Test
    void columnsGetTheLineThatMakesThemATable() {
        String text = new Report().columns("a", "b").row("1", "2").text();
        assertTrue(text.equals("| a | b |\n| --- | --- |\n| 1 | 2 |\n"), text);
    }
}
