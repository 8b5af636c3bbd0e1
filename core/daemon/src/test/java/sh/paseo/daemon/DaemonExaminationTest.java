package sh.paseo.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.paseo.protocol.doctor.DoctorPayload.Finding;

class DaemonExaminationTest {
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:6767", "192.168.1.2:6767", "100.101.102.103:6767", "[::]:6767", "[fd7a:115c:a1e0::1]:6767",
        "devbox:1"})
    void anAddressThatOtherMachinesReachIsAProblem(String address) {
        assertTrue(DaemonExamination.exposed(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:6767", "127.1.2.3:1", "localhost:6767", "[::1]:6767", "unix:///home/ann/.paseo/paseo.sock"})
    void anAddressOfThisMachineAloneIsNone(String address) {
        assertFalse(DaemonExamination.exposed(address));
    }

    @Test
    void anAddressThatOtherMachinesReachIsAWarningWithAPassword() {
        Finding open = DaemonExamination.exposed("tcp", "up at 0.0.0.0:6767", false, false);
        assertEquals("problem", open.state());
        assertTrue(open.remedy().contains("paseo daemon set-password"), open.remedy());
        Finding guarded = DaemonExamination.exposed("tcp", "up at 0.0.0.0:6767", true, false);
        assertEquals("warning", guarded.state());
        assertTrue(guarded.text().contains("not encrypted"), guarded.text());
        assertTrue(guarded.remedy().contains("daemon.tls"), guarded.remedy());
    }

    @Test
    void withTlsNothingIsSaidToBeUnencryptedAndWithoutAPasswordItIsStillAProblem() {
        Finding both = DaemonExamination.exposed("tcp", "up at 0.0.0.0:6767", true, true);
        assertEquals("ok", both.state());
        assertFalse(both.text().contains("encrypted"), both.text());
        assertEquals("problem", DaemonExamination.exposed("tcp", "up at 0.0.0.0:6767", false, true).state());
    }
}
