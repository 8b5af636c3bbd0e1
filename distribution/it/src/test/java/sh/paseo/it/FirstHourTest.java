package sh.paseo.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What everybody does first. */
class FirstHourTest {
    @TempDir
    Path scratch;

    @Test
    void startsAnswersHealthAndEndsAtASignal() throws Exception {
        try (var paseo = Distribution.shipped(scratch)) {
            paseo.start();
            var health = paseo.get("/api/health");
            assertEquals(200, health.statusCode());
            assertTrue(health.body().contains("\"status\":\"ok\""), health.body());
            var jvm = paseo.jvm();
            paseo.terminate();
            await().atMost(Distribution.PATIENCE).until(() -> !jvm.isAlive());
            assertFalse(Files.exists(paseo.home().resolve("paseo.pid")), "the pid file is left");
        }
    }

    @Test
    void aCleanStartAndStopPrintNothing() throws Exception {
        try (var paseo = Distribution.shipped(scratch)) {
            paseo.start();
            paseo.terminate();
            assertEquals("", paseo.daemonErr());
            assertEquals("", paseo.daemonOut());
        }
    }

    @Test
    void theDemoAgentRunsToItsEnd() throws Exception {
        try (var paseo = Distribution.shipped(scratch)) {
            paseo.start();
            var run = paseo.run("run", "--provider", "demo", "--mode", "auto", "--json", "hi").ok().jsonObject();
            assertEquals("completed", run.getString("status"), run::toString);
            var agents = paseo.run("ls", "--json").ok().jsonArray();
            assertEquals(1, agents.size());
            assertEquals(run.getString("agentId"), agents.getJsonObject(0).getString("id"));
            assertEquals("idle", agents.getJsonObject(0).getString("status"));
        }
    }

    @Test
    void aPermissionIsAnsweredFromAnotherCommand() throws Exception {
        try (var paseo = Distribution.shipped(scratch)) {
            paseo.start();
            var run = paseo.run("run", "--provider", "demo", "--json", "hi").ok().jsonObject();
            assertEquals("permission", run.getString("status"), run::toString);
            var agent = run.getString("agentId");
            for (var asked = true; asked; asked = !paseo.run("permit", "ls", "--json").ok().jsonArray().isEmpty()) {
                paseo.run("permit", "allow", agent, "--json").ok();
                paseo.run("wait", agent, "--timeout", "30s", "--json").ok();
            }
            assertEquals("idle", paseo.run("wait", agent, "--timeout", "30s", "--json").ok().jsonObject().getString("status"));
        }
    }

    @Test
    void agentsAndTheirTimelinesAreThereAfterARestart() throws Exception {
        try (var paseo = Distribution.shipped(scratch)) {
            paseo.start();
            var agent = paseo.run("run", "--provider", "demo", "--mode", "auto", "--json", "remember this").ok().jsonObject().getString(
                    "agentId");
            var before = paseo.run("logs", agent).ok().out();
            assertTrue(before.contains("remember this"), before);
            paseo.terminate();
            paseo.start();
            assertEquals(before, paseo.run("logs", agent).ok().out());
        }
    }

    @Test
    void theLauncherStartsTheDaemonAgainWhenItAsksForIt() throws Exception {
        try (var paseo = Distribution.shipped(scratch)) {
            paseo.start();
            var first = paseo.jvm();
            var answer = WireClient.ask(paseo.listen().orElseThrow(), "{\"type\":\"restart_server_request\",\"requestId\":\"r1\"}");
            assertTrue(answer.contains("restart_requested"), answer);
            await().atMost(Distribution.PATIENCE).until(() -> !first.isAlive());
            await().atMost(Distribution.PATIENCE).until(() -> paseo.run("ls").exit() == 0);
            assertNotEquals(first.pid(), paseo.jvm().pid());
        }
    }

    @Test
    void theDaemonIsStartedRestartedAndStoppedByCommands() throws Exception {
        try (var paseo = Distribution.shipped(scratch)) {
            var started = paseo.run("daemon", "start", "--json").ok().jsonObject();
            try {
                var restarted = paseo.run("daemon", "restart", "--json").ok().jsonObject();
                assertNotEquals(started.getInt("pid"), restarted.getInt("pid"));
                assertFalse(ProcessHandle.of(started.getInt("pid")).isPresent());
                paseo.run("ls").ok();
            } finally {
                assertEquals("stopped", paseo.run("daemon", "stop", "--force", "--json").ok().jsonObject().getString("action"));
            }
            assertEquals(1, paseo.run("ls").exit());
        }
    }

    @Test
    void aSecondDaemonForTheSameHomeIsRefused() throws Exception {
        try (var paseo = Distribution.shipped(scratch)) {
            paseo.start();
            var second = paseo.run("daemon-main");
            assertEquals(1, second.exit(), second::toString);
            assertFalse(second.err().isBlank(), second::toString);
            paseo.run("ls").ok();
        }
    }

    @Test
    void textOutsideAsciiIsUnharmedInAnyLocale() throws Exception {
        try (var paseo = Distribution.shipped(scratch).with("LC_ALL", "C")) {
            paseo.start();
            paseo.run("run", "--provider", "demo", "--mode", "auto", "--title", "Grüße, 世界", "hi").ok();
            assertEquals("Grüße, 世界", paseo.run("ls", "--json").ok().jsonArray().getJsonObject(0).getString("name"));
        }
    }
}
