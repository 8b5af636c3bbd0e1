package sh.paseo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void optionsAreRead() {
        Options options = Options.of(List.of("--paseo", "/opt/paseo", "--out", "r.md", "--rounds", "3"));
        assertEquals("/opt/paseo", options.distribution().toString());
        assertEquals(3, options.rounds());
        assertEquals(Optional.empty(), options.memory());
        assertEquals(EnumSet.allOf(Options.Bench.class), options.benches());
    }

    @Test
    void onlySomeBenchesAreChosen() {
        List<String> named = List.of("--paseo", "/opt/paseo", "--out", "r.md", "--only", "slow,start");
        assertEquals(Set.of(Options.Bench.START, Options.Bench.SLOW), Options.of(named).benches());
        assertThrows(BenchException.class, () -> Options.of(List.of("--only", "fast")));
    }

    @Test
    void unknownIncompleteAndMissingOptionsAreRefused() {
        assertThrows(BenchException.class, () -> Options.of(List.of("--fast", "yes")));
        assertThrows(BenchException.class, () -> Options.of(List.of("--paseo")));
        assertThrows(BenchException.class, () -> Options.of(List.of("--paseo", "/opt/paseo")));
    }
}
