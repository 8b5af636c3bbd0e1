package sh.paseo.daemon.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionRangeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        ">=0.1.0 & <0.2.0 | 0.1.0 | true", ">=0.1.0 & <0.2.0 | 0.1.9 | true", ">=0.1.0 & <0.2.0 | 0.2.0 | false",
        ">=0.1.0 & <0.2.0 | 0.0.9 | false", ">0.1.0 & <=0.2.0 | 0.1.0 | false", ">0.1.0 & <=0.2.0 | 0.2.0 | true",
        ">= 0.1, < 1 | 0.10.0 | true", ">=0.9 <0.10.0 | 0.9.7 | true", ">=0.1.0&<0.2.0 | 0.1.5 | true"})
    void rangeHoldsTheVersionsBetweenItsEnds(String range, String version, boolean inside) {
        assertEquals(inside, VersionRange.parse(range).contains(version));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "0.1.0", "=0.1.0", ">=0.1.0", "<0.2.0", ">=0.1.0 & >=0.2.0", "<0.2.0 & >=0.1.0",
        ">=0.1.0 & <0.2.0 & <0.3.0",
        ">=a & <b", ">=0.1.0.0 & <0.2.0", ">=99999999999 & <0.2.0", ">=0.1.0<0.2.0", "^0.1.0"})
    void anythingElseIsRefused(String range) {
        assertThrows(PluginRefused.class, () -> VersionRange.parse(range));
    }

    @Test
    void versionsAreComparedByNumbers() {
        assertTrue(VersionRange.compare("0.10.0", "0.9.0") > 0);
        assertEquals(0, VersionRange.compare("1", "1.0.0"));
    }
}
