package sh.paseo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pages of other origins reach from inside a real browser on the same machine: nothing. */
class BrowserTest {
    private static final Map<String, String> REFUSED = Map.of("fetch", "failed", "post", "failed", "socket", "closed", "form", "unreadable",
            "unasked", "opaque");

    @TempDir
    Path scratch;

    private AttackPage page;
    private Distribution paseo;
    private Browser browser;

    @BeforeEach
    void start() throws IOException {
        var program = Browser.find();
        assumeTrue(program.isPresent(), "no chromium is on the PATH");
        page = AttackPage.serve();
        // The one page that is allowed shows that the others fail because they are not.
        paseo = Distribution.shipped(scratch)
                .configured("{\"daemon\": {\"cors\": {\"allowedOrigins\": [\"http://allowed.test:" + page.port()
                        + "\"]}}}");
        paseo.start();
        browser = new Browser(program.get(), scratch.resolve("profile"));
    }

    @AfterEach
    void stop() {
        if (paseo != null) {
            paseo.close();
            page.close();
        }
    }

    private String port() {
        var listen = paseo.listen().orElseThrow();
        return listen.substring(listen.lastIndexOf(':') + 1);
    }

    private Map<String, String> seenFrom(String host, String target) throws IOException, InterruptedException {
        try (var _ = browser.open("http://" + host + ":" + page.port() + "/?target=" + target + ":" + port())) {
            return page.report();
        }
    }

    @Test
    void aPageOfAnotherOriginReachesNothing() throws Exception {
        var before = paseo.jvm().pid();
        assertEquals(REFUSED, seenFrom("evil.test", "127.0.0.1"));
        assertEquals(REFUSED, seenFrom("127.0.0.1", "127.0.0.1"), "another port of this machine is another origin");
        assertEquals(REFUSED, seenFrom("evil.test", "0.0.0.0"));
        assertEquals(before, paseo.jvm().pid());
        assertEquals(200, paseo.get("/api/health").statusCode());
    }

    @Test
    void aProxiedPageBelowLocalhostReachesNothing() throws Exception {
        assertEquals(REFUSED, seenFrom("app.localhost", "app.localhost"));
        assertEquals(REFUSED, seenFrom("app.localhost", "localhost"));
    }

    @Test
    void aNameThatWasPointedAtThisMachineReachesNothing() throws Exception {
        assertEquals(REFUSED, seenFrom("evil.test", "evil.test"));
        var shown = browser.dump("http://evil.test:" + port() + "/api/status");
        assertTrue(shown.contains("Invalid Host header"), shown);
        assertFalse(shown.contains("serverId"), shown);
    }

    @Test
    void thePageThatWasAllowedReachesTheDaemon() throws Exception {
        var seen = seenFrom("allowed.test", "127.0.0.1");
        assertEquals("open", seen.get("socket"), seen::toString);
        assertTrue(seen.get("fetch").contains("serverId"), seen::toString);
    }
}
