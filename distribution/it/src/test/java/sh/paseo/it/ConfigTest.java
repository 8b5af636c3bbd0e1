package sh.paseo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration as its user changes it and the daemon takes it. */
class ConfigTest {
    private static final int UNUSABLE = 78;

    @TempDir
    Path scratch;

    @Test
    void whatIsSetIsCheckedAndHoldsFromTheNextStartOn() throws Exception {
        try (var paseo = Distribution.shipped(scratch)) {
            assertEquals(paseo.home().resolve("config.json") + "\n", paseo.run("config", "path").ok().out());
            assertTrue(paseo.run("config", "get", "agents.outlive").ok().out().contains("default"));
            paseo.run("config", "set", "daemon.allowedHosts", "[\"devbox\"]").ok();
            paseo.run("config", "set", "agents.default", "demo").ok();
            paseo.run("config", "check").ok();
            assertEquals("[\"devbox\"]",
                    paseo.run("config", "get", "daemon.allowedHosts", "--json").ok().jsonArray().getJsonObject(0).get("value").toString());
            paseo.start();
            assertEquals(200, RawRequest.send(paseo.listen().orElseThrow(), "GET /api/status HTTP/1.1\r\nHost: devbox\r\n\r\n").status());
            assertTrue(paseo.run("run", "--mode", "auto", "look around").exit() == 0, "by the default provider");
            var told = paseo.run("config", "set", "agents.idleAfter", "1h");
            assertTrue(told.exit() == 0 && told.err().contains("paseo daemon restart"), told::toString);
        }
    }

    @Test
    void whatTheDaemonWouldNotTakeIsRefusedByTheCommandAndByTheStart() throws Exception {
        try (var paseo = Distribution.shipped(scratch).configured("{\"daemon\":{\"listn\":1,\"limits\":{\"strangers\":1}}}")) {
            var started = paseo.run("daemon-main");
            assertEquals(UNUSABLE, started.exit(), started::toString);
            var checked = paseo.run("config", "check");
            assertEquals(1, checked.exit(), checked::toString);
            for (var told : List.of(started.err(), checked.err())) {
                assertTrue(told.contains("daemon.listn is not known; the nearest known key is daemon.listen"), told);
                assertTrue(told.contains("daemon.limits.strangers: 1 is not between 8 and 4096"), told);
            }
            var set = paseo.run("config", "set", "daemon.limits.head", "1h");
            assertEquals(1, set.exit(), set::toString);
            assertTrue(!Files.readString(paseo.home().resolve("config.json")).contains("head"));
            paseo.run("config", "unset", "daemon.limits.strangers").ok();
        }
    }

    @Test
    void theSchemaIsThereForEditors() throws Exception {
        try (var paseo = Distribution.shipped(scratch)) {
            var schema = paseo.run("config", "schema").ok().jsonObject();
            assertTrue(schema.getJsonObject("properties").getJsonObject("daemon").getJsonObject("properties").containsKey("listen"));
        }
    }

    @Test
    void anAgentDoesNotChangeItByMistake() throws Exception {
        try (var paseo = Distribution.shipped(scratch).with("PASEO_AGENT_ID", "7c1d7c6")) {
            assertEquals(1, paseo.run("config", "set", "agents.outlive", "false").exit());
            assertEquals(1, paseo.run("daemon", "set-password").exit());
            assertTrue(!Files.exists(paseo.home().resolve("config.json")));
        }
    }
}
