package sh.paseo.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class ServerTlsTest {
    private final AtomicLong now = new AtomicLong();

    private void aSecondPasses() {
        now.addAndGet(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void filesAreLookedAtOnceASecondAndReadWhenTheyChange() {
        var files = new FakeCertificates("ec");
        var tls = new ServerTls(files, now::get);
        aSecondPasses();
        tls.refresh();
        assertEquals(1, files.reads.get(), "nothing changed");
        files.put("rsa", "rsa");
        tls.refresh();
        assertEquals(1, files.reads.get(), "looked at just now");
        aSecondPasses();
        tls.refresh();
        tls.refresh();
        assertEquals(2, files.reads.get());
    }

    @Test
    void aBrokenNewPairIsToldOnceAndTheOneOfBeforeStays() {
        var files = new FakeCertificates("ec");
        var tls = new ServerTls(files, now::get);
        try (var log = LogRecords.of(ServerTls.class)) {
            files.put("rsa", "ec");
            for (int i = 0; i < 3; i++) {
                aSecondPasses();
                tls.refresh();
            }
            List<LogRecord> told = log.records();
            assertEquals(1, told.size());
            assertEquals(Level.WARNING, told.getFirst().getLevel());
            assertEquals(2, files.reads.get());
            assertTrue(tls.engine().getEnabledProtocols().length == 2);
            files.put("rsa", "rsa");
            aSecondPasses();
            tls.refresh();
            assertEquals(Level.INFO, log.records().getLast().getLevel());
        }
    }

    @Test
    void withoutAnythingToBeginWithThereIsNoTls() {
        var files = new FakeCertificates("ec");
        files.put("rsa", "ec");
        assertThrows(IllegalArgumentException.class, () -> new ServerTls(files, now::get));
    }
}
