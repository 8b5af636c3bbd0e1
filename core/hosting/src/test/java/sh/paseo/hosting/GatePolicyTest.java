package sh.paseo.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatePolicyTest {
    @ParameterizedTest
    @CsvSource({"http://devbox, scheme", "devbox:6767, port", "*.example.com, *", "*, *", "'dev box', space", "'', empty label",
        "., empty label", ".., empty label", "a..b, empty label", "..example.com, empty label", "[::1], port", "dev/box, no host name",
        "grün.example, no host name"})
    void aHostThatCannotBeMeantNamesTheEntryAndTheRightSpelling(String entry, String trouble) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> HostRules.of(List.of(entry)));
        assertTrue(refused.getMessage().contains("\"" + entry + "\""), refused.getMessage());
        assertTrue(refused.getMessage().contains(trouble), refused.getMessage());
        assertTrue(refused.getMessage().contains("\".example.com\""), refused.getMessage());
    }

    @Test
    void namesAreTakenInAnyCaseAndTrueMeansAny() {
        HostRules rules = HostRules.of(List.of("DevBox", ".Example.COM", "10.0.0.7"));
        assertEquals(new HostRules(false, Set.of("devbox", "10.0.0.7"), Set.of("example.com")), rules);
        assertTrue(HostRules.of(List.of("TRUE")).any());
        assertEquals(new HostRules(true, Set.of("devbox", "10.0.0.7"), Set.of("example.com")), rules.and(HostRules.ANY));
        assertFalse(HostRules.of(List.of()).any());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://app.example.com/", "app.example.com", "*", "null", "https://*.example.com", "HTTPS://app.example.com",
        "https://app.example.com:0", "https://", "https://a b", "https://app.example.com."})
    void anOriginNoBrowserSendsIsAConfigurationError(String entry) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Origin.of(entry));
        assertTrue(refused.getMessage().contains("\"" + entry + "\""), refused.getMessage());
        assertTrue(refused.getMessage().contains("https://app.example.com"), refused.getMessage());
    }

    @Test
    void theUsualPortMayBeLeftOut() {
        assertEquals(Origin.of("https://app.example.com"), Origin.of("https://app.example.com:443"));
        assertEquals("http://localhost:5173", Origin.of("http://localhost:5173").toString());
        assertEquals("http://[::1]:5173", Origin.of("http://[::1]:5173").toString());
        assertEquals("paseo://app", Origin.of("paseo://app").toString());
    }

    @ParameterizedTest
    @CsvSource({"::, 0:0:0:0:0:0:0:0", "::1, 0:0:0:0:0:0:0:1", "1::, 1:0:0:0:0:0:0:0", "FE80::A, fe80:0:0:0:0:0:0:a",
        "::ffff:127.0.0.1, 0:0:0:0:0:ffff:7f00:1", "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8", "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0"})
    void ipv6AddressesHaveOneSpelling(String text, String canonical) {
        assertEquals(canonical, IpLiteral.canonicalV6(text).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4:5:6:7:8::", "12345::", "g::",
        "::1.2.3", "::1.2.3.4.5", "1.2.3.4::", "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", "::01.2.3.4", "fe80::1%eth0", "1:", ":1", "v1.x"})
    void whatIsNoIpv6AddressIsNone(String text) {
        assertTrue(IpLiteral.canonicalV6(text).isEmpty());
    }
}
