package sh.paseo.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS as it is shipped: the daemon's files, its own command, and commands that reach it by an address. */
class TlsDaemonTest {
    @TempDir
    Path scratch;

    private SelfSigned files;
    private Path authority;
    private Distribution paseo;
    private String address;

    @BeforeEach
    void start() throws Exception {
        files = SelfSigned.in(scratch, "daemon");
        authority = Files.copy(files.certificate(), scratch.resolve("authority.pem"));
        paseo = Distribution.shipped(scratch)
                .configured("{\"daemon\": {\"tls\": {\"certificate\": \"" + files.certificate() + "\", \"key\": \""
                        + files.key() + "\"}}, \"agents\": {\"default\": \"demo\"}}");
        paseo.run("daemon", "start").ok();
        var listen = paseo.listen().orElseThrow();
        address = "wss://localhost:" + listen.substring(listen.lastIndexOf(':') + 1);
    }

    @AfterEach
    void stop() throws Exception {
        assertEquals(0, paseo.run("daemon", "stop", "--force").exit());
        paseo.close();
    }

    private Result reached(Path trusted) throws Exception {
        return paseo.run("ls", "--host", address, "--ca", trusted.toString());
    }

    @Test
    void itsOwnCommandReachesItByItselfAndOthersWithItsAuthority() throws Exception {
        assertEquals(0, paseo.run("run", "--mode", "auto", "look around").exit());
        assertTrue(paseo.run("ls").ok().out().contains("demo"));
        assertTrue(reached(authority).ok().out().contains("demo"));
        var strange = paseo.run("ls", "--host", address);
        assertTrue(strange.exit() == 1 && strange.err().contains("--ca"), strange::toString);
        var wrong = reached(SelfSigned.in(scratch, "other").certificate());
        assertTrue(wrong.exit() == 1 && wrong.err().contains("is not signed by the authority"), wrong::toString);
    }

    @Test
    void withoutTlsNothingIsAnsweredAndNothingIsWrittenButEvents() throws Exception {
        var answer = RawRequest.send(paseo.listen().orElseThrow(), "GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertFalse(answer.head().contains("200"), answer.head());
        assertFalse(paseo.log().contains("\tat "), paseo::log);
        paseo.run("ls").ok();
    }

    @Test
    void aRenewedCertificateIsShownWithoutARestart() throws Exception {
        reached(authority).ok();
        var renewed = SelfSigned.in(scratch, "renewed");
        renewed.replace(files);
        await().atMost(Distribution.PATIENCE).until(() -> reached(renewed.certificate()).exit() == 0);
        assertEquals(1, reached(authority).exit());
        paseo.run("ls").ok();
    }
}
