package sh.paseo.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The ends of a daemon that end its agents, and what becomes of the daemon when a part of it is killed. */
@EnabledOnOs(OS.LINUX)
class LifecycleTest {
    private static final String SHUTDOWN = "{\"type\":\"shutdown_server_request\",\"requestId\":\"r1\"}";
    private static final String RESTART = "{\"type\":\"restart_server_request\",\"requestId\":\"r1\"}";
    private static final JsonObject TIED = Json.createObjectBuilder().add("outlive", false).build();

    /** SIGHUP, SIGINT, SIGQUIT and SIGTERM in a mask of signals. */
    private static final long ENDING = 1 | 1 << 1 | 1 << 2 | 1 << 14;

    @TempDir
    Path scratch;

    private ScriptedMortal agent;

    @BeforeEach
    void makeAgent() throws IOException {
        agent = new ScriptedMortal(scratch);
    }

    @AfterEach
    void endWhatIsLeft() {
        agent.close();
    }

    private AgentAtWork work(Distribution paseo) throws IOException, InterruptedException {
        return AgentAtWork.start(paseo, agent);
    }

    private Distribution started(JsonObject settings) throws IOException {
        var paseo = Distribution.shipped(scratch);
        AgentAtWork.configure(paseo, agent, settings);
        paseo.start();
        return paseo;
    }

    private static void awaitAnswers(Distribution paseo) {
        await().atMost(Distribution.PATIENCE).until(() -> paseo.run("ls").exit() == 0);
    }

    private static void awaitLog(Distribution paseo, String words) {
        await().atMost(Distribution.PATIENCE).until(() -> paseo.log().contains(words));
    }

    @Test
    void aStopEndsAnAgentAtWorkOnlyWithForceAndThenWaitsForIt() throws Exception {
        try (var paseo = started(JsonObject.EMPTY_JSON_OBJECT)) {
            var work = work(paseo);
            var refused = paseo.run("daemon", "stop");
            assertEquals(1, refused.exit(), refused::toString);
            assertTrue(refused.err().contains("1 agent is at work") && refused.err().contains("--keep-agents"), refused::toString);
            assertTrue(work.process().isAlive());
            assertEquals("running", work.status());

            paseo.run("daemon", "stop", "--force").ok();
            work.assertEnded();
            assertEquals(0, paseo.run("status", "--json").ok().jsonObject().getInt("agentsWithoutDaemon"));
        }
    }

    @Test
    void aClientsShutdownEndsTheAgents() throws Exception {
        try (var paseo = started(JsonObject.EMPTY_JSON_OBJECT)) {
            var work = work(paseo);
            var jvm = paseo.jvm();
            assertTrue(WireClient.ask(paseo.listen().orElseThrow(), SHUTDOWN).contains("shutdown_requested"));
            jvm.onExit().get(Distribution.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            work.assertEnded();
        }
    }

    @Test
    void ctrlCInTheForegroundEndsTheAgents() throws Exception {
        var paseo = Distribution.shipped(scratch);
        AgentAtWork.configure(paseo, agent, JsonObject.EMPTY_JSON_OBJECT);
        try (var terminal = PseudoTerminal.run(paseo, "daemon start --foreground")) {
            awaitAnswers(paseo);
            var work = work(paseo);
            terminal.interrupt();
            assertEquals(0, terminal.exit(), terminal.screen());
            work.assertEnded();
            assertFalse(Files.exists(paseo.home().resolve("paseo.pid")));
            assertTrue(paseo.log().contains("ending by STOP: SIGINT"), paseo::log);
        }
    }

    @Test
    void aSecondCtrlCEndsTheDaemonAtOnceAndWhatIsLeftIsCountedAndCanBeEnded() throws Exception {
        var paseo = Distribution.shipped(scratch);
        AgentAtWork.configureStubborn(paseo, agent);
        try (var terminal = PseudoTerminal.run(paseo, "daemon start --foreground")) {
            awaitAnswers(paseo);
            var work = work(paseo);
            terminal.interrupt();
            awaitLog(paseo, "ending by STOP: SIGINT");
            terminal.interrupt();
            assertEquals(130, terminal.exit(), terminal.screen());
            assertTrue(work.process().isAlive(), "the daemon waited for its agent");

            var status = paseo.run("status", "--json").ok().jsonObject();
            assertEquals(1, status.getInt("agentsWithoutDaemon"), status::toString);
            var ended = paseo.run("daemon", "stop", "--force", "--json").ok().jsonObject();
            assertEquals("Ended 1 agent that went on without a daemon", ended.getString("message"));
            work.assertEnded();
        }
    }

    @Test
    void whenItsTerminalIsClosedADaemonInTheForegroundEndsAndOneInTheBackgroundGoesOn() throws Exception {
        var paseo = Distribution.shipped(scratch);
        try (var terminal = PseudoTerminal.run(paseo, "daemon start --foreground")) {
            awaitAnswers(paseo);
            terminal.vanish();
            awaitLog(paseo, "ending by LEAVE: SIGHUP");
            await().atMost(Distribution.PATIENCE).until(() -> !Files.exists(paseo.home().resolve("paseo.pid")));
        }
        try (var terminal = PseudoTerminal.run(paseo, "daemon start")) {
            assertEquals(0, terminal.exit(), terminal.screen());
            terminal.vanish();
            paseo.run("ls").ok();
        } finally {
            paseo.run("daemon", "stop", "--force").ok();
        }
    }

    @Test
    void whoeverSignalsACommandThatRunsADaemonMeansTheDaemon() throws Exception {
        var paseo = Distribution.shipped(scratch);
        var command = paseo.builder(List.of("daemon", "start", "--foreground")).start();
        try {
            awaitAnswers(paseo);
            command.destroy();
            assertTrue(command.waitFor(Distribution.PATIENCE.toSeconds(), TimeUnit.SECONDS));
            assertFalse(Files.exists(paseo.home().resolve("paseo.pid")), "the command ends after the daemon");
            assertTrue(paseo.log().contains("ending by LEAVE: SIGTERM"), paseo::log);
        } finally {
            command.descendants().forEach(ProcessHandle::destroyForcibly);
            command.destroyForcibly();
        }
    }

    @Test
    void aDaemonThatWasKilledIsNotStartedAgainAndItsAgentsAreCounted() throws Exception {
        try (var paseo = started(JsonObject.EMPTY_JSON_OBJECT)) {
            var work = work(paseo);
            assertEquals(137, paseo.kill());
            assertTrue(work.process().isAlive());
            var status = paseo.run("status", "--json").ok().jsonObject();
            assertEquals("stale_pid 1", status.getString("localDaemon") + " " + status.getInt("agentsWithoutDaemon"));
            assertTrue(paseo.run().ok().out().contains("1 agent goes on without a daemon"));
            var gentle = paseo.run("daemon", "stop", "--json").ok().jsonObject();
            assertEquals("not_running", gentle.getString("action"));
            assertTrue(work.process().isAlive());
            paseo.run("daemon", "stop", "--force").ok();
            work.assertEnded();
        }
    }

    @Test
    void aDaemonWhoseLauncherWasKilledWorksOnAndSaysThatNobodyWouldStartItAgain() throws Exception {
        try (var paseo = started(JsonObject.EMPTY_JSON_OBJECT)) {
            var jvm = paseo.jvm();
            var listen = paseo.listen();
            paseo.killLauncher();
            try {
                paseo.run("run", "--provider", "demo", "--mode", "auto", "hi").ok();
                var refused = WireClient.ask(listen.orElseThrow(), RESTART);
                assertTrue(refused.contains("rpc_error") && refused.contains("use: paseo daemon restart"), refused);
                assertTrue(jvm.isAlive());
                paseo.run("daemon", "restart").ok();
                assertFalse(jvm.isAlive());
                assertEquals(listen, paseo.listen());
            } finally {
                paseo.run("daemon", "stop", "--force");
            }
        }
    }

    @Test
    void aDaemonThatIsStartedAgainListensWhereClientsKnowIt() throws Exception {
        try (var paseo = started(JsonObject.EMPTY_JSON_OBJECT)) {
            var first = paseo.jvm();
            var listen = paseo.listen();
            WireClient.ask(listen.orElseThrow(), RESTART);
            await().atMost(Distribution.PATIENCE).until(() -> !first.isAlive());
            awaitAnswers(paseo);
            assertNotEquals(first, paseo.jvm());
            assertEquals(listen, paseo.listen());
        }
    }

    @Test
    void anAgentInheritsNothingOfTheLauncher() throws Exception {
        var paseo = Distribution.shipped(scratch).with("LC_ALL", "C");
        AgentAtWork.configure(paseo, agent, JsonObject.EMPTY_JSON_OBJECT);
        try (paseo) {
            paseo.start();
            var proc = Path.of("/proc", Long.toString(work(paseo).process().pid()));
            var variables = List.of(Files.readString(proc.resolve("environ")).split("\0"));
            assertEquals(List.of("PASEO_AGENT_ID"), variables.stream().filter(name -> name.startsWith("PASEO_"))
                    .map(variable -> variable.substring(0, variable.indexOf('='))).toList());
            assertTrue(variables.contains("LC_ALL=C"), variables::toString);
            var ignored = Files.readAllLines(proc.resolve("status")).stream().filter(line -> line.startsWith("SigIgn:")).findFirst()
                    .orElseThrow();
            assertEquals(0, Long.parseUnsignedLong(ignored.substring(ignored.indexOf(':') + 1).strip(), 16) & ENDING, ignored);
        }
    }

    @Test
    void agentsThatAreTiedToTheDaemonEndWithItHoweverItEnds() throws Exception {
        try (var paseo = started(TIED)) {
            var terminated = work(paseo);
            assertEquals(0, paseo.terminate());
            terminated.assertEnded();

            paseo.start();
            var restarted = work(paseo);
            var jvm = paseo.jvm();
            WireClient.ask(paseo.listen().orElseThrow(), RESTART);
            jvm.onExit().get(Distribution.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            restarted.assertEnded();
            awaitAnswers(paseo);

            var killed = work(paseo);
            paseo.kill();
            assertTrue(killed.process().isAlive());
            paseo.start();
            awaitAnswers(paseo);
            killed.assertEnded();
        }
    }
}
