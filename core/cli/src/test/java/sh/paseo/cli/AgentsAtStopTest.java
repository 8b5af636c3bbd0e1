package sh.paseo.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.paseo.cli.client.Json;

/** What {@code daemon stop} does about agents. Daemons and agents are each a {@code sleep}. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class AgentsAtStopTest {
    @TempDir
    Path home;

    private final List<Process> processes = new ArrayList<>();
    private final FakeDaemon daemon = new FakeDaemon().answer("shutdown_server_request", "status", asked -> {
        processes.forEach(Process::destroy);
        return Json.object().add("status", "shutdown_requested").build();
    });

    @AfterEach
    void endProcesses() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process sleeper() throws IOException {
        processes.add(new ProcessBuilder("sleep", "600").start());
        return processes.getLast();
    }

    private Process running() throws IOException {
        Process process = sleeper();
        Files.writeString(home.resolve("paseo.pid"), Json.object().add("pid", process.pid()).add("startedAt", Instant.now().toString())
                .add("hostname", "box").add("uid", 1000).add("listen", "127.0.0.1:7011").build().toString());
        return process;
    }

    /** A process of an agent, as a daemon writes it down. */
    private Process agent(String id) throws IOException {
        Process process = sleeper();
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        Path folder = Files.createDirectories(home.resolve("agents").resolve(id).resolve("0001-aa"));
        Files.writeString(folder.resolve("process.json"), Json.object().add("format", 1).add("pid", process.pid())
                .add("started", Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]))
                .add("boot", Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()).build().toString());
        return process;
    }

    private Fixture fixture(FakeTerminal terminal) {
        return new Fixture(home, terminal, daemon);
    }

    private static JsonObject asking() {
        return Json.object(FakeDaemon.snapshot("idle"))
                .add("pendingPermissions", Json.array(List.of(Json.object().add("id", "p1").build())))
                .build();
    }

    /** A daemon that takes the place of the one that is gone. */
    private DaemonProgram successor() {
        return new NoProgram() {
            @Override
            public Launched background(Map<String, String> environment, Path output) {
                try {
                    long pid = running().pid();
                    return new Launched() {
                        @Override
                        public long pid() {
                            return pid;
                        }

                        @Override
                        public int exitCode() {
                            return -1;
                        }
                    };
                } catch (IOException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"running", "initializing", "asking"})
    void withoutATerminalAnAgentAtWorkIsOnlyEndedWithForce(String how) throws IOException {
        Process process = running();
        daemon.agent(how.equals("asking") ? asking() : FakeDaemon.snapshot(how));
        Fixture refused = fixture(FakeTerminal.pipe());
        assertEquals(1, refused.run("daemon", "stop", "--json"));
        JsonObject error = Json.read(refused.terminal.errors()).getJsonObject("error");
        assertEquals("AGENTS_AT_WORK", error.getString("code"));
        assertTrue(error.getString("message").startsWith("1 agent is at work:\n  7ccb28d  a title"), error.toString());
        assertTrue(error.getString("details").contains("--force") && error.getString("details").contains("--keep-agents"),
                error.toString());
        assertTrue(process.isAlive());

        Fixture forced = fixture(FakeTerminal.pipe());
        assertEquals(0, forced.run("daemon", "stop", "--force", "--json"), forced.terminal.errors());
        assertEquals("Daemon stopped gracefully", Json.read(forced.terminal.written()).getString("message"));
    }

    @Test
    void idleAndArchivedAgentsNeedNoQuestion() throws IOException {
        for (JsonObject agent : List.of(FakeDaemon.snapshot("idle"), FakeDaemon.snapshot("error"),
                Json.object(FakeDaemon.snapshot("running")).add("archivedAt", "2026-11-22T07:30:00.000Z").build())) {
            running();
            daemon.agent(agent);
            Fixture fixture = fixture(FakeTerminal.person());
            assertEquals(0, fixture.run("daemon", "stop"), fixture.terminal.errors());
            assertFalse(fixture.terminal.written().contains("at work"), fixture.terminal.written());
        }
    }

    @Test
    void keepAgentsSignalsTheDaemonAndAsksForNothing() throws IOException {
        Process process = running();
        Process agent = agent("a1");
        daemon.agent(FakeDaemon.snapshot("running"));
        Fixture fixture = fixture(FakeTerminal.pipe());
        assertEquals(0, fixture.run("daemon", "stop", "--keep-agents", "--json"), fixture.terminal.errors());
        assertEquals("Daemon stopped by signal. 1 agent goes on without a daemon; \"paseo daemon start\" takes it over, "
                + "\"paseo daemon stop --force\" ends it.", Json.read(fixture.terminal.written()).getString("message"));
        assertEquals(List.of(), daemon.received("shutdown_server_request"));
        assertFalse(process.isAlive());
        assertTrue(agent.isAlive());
    }

    @Test
    void keepAndForceContradictEachOther() throws IOException {
        Process process = running();
        Fixture fixture = fixture(FakeTerminal.pipe());
        assertEquals(1, fixture.run("daemon", "stop", "--keep-agents", "--force"));
        assertTrue(fixture.terminal.errors().contains("not both"), fixture.terminal.errors());
        assertTrue(process.isAlive());
    }

    @Test
    void agentsThatAreTiedToTheDaemonCannotBeKept() throws IOException {
        Process process = running();
        Files.writeString(home.resolve("config.json"), "{\"agents\":{\"outlive\":false}}");
        Fixture fixture = fixture(FakeTerminal.pipe());
        assertEquals(1, fixture.run("daemon", "stop", "--keep-agents"));
        assertTrue(fixture.terminal.errors().contains("agents.outlive is false"), fixture.terminal.errors());
        assertTrue(process.isAlive());
    }

    @ParameterizedTest
    @ValueSource(strings = {"e", "End"})
    void aPersonIsAskedAndEndsThem(String word) throws IOException {
        running();
        daemon.agent(asking());
        Fixture fixture = fixture(FakeTerminal.person());
        fixture.terminal.type("what?");
        fixture.terminal.type(word);
        assertEquals(0, fixture.run("daemon", "stop"), fixture.terminal.errors());
        assertTrue(fixture.terminal.written().startsWith("1 agent is at work:\n  7ccb28d  a title (asks you something)\n"
                + "[e]nd them  [k]eep them going  [c]ancel > [e]nd them"), fixture.terminal.written());
        assertEquals(1, daemon.received("shutdown_server_request").size());
    }

    @Test
    void aPersonIsAskedAndKeepsThem() throws IOException {
        Process process = running();
        daemon.agent(FakeDaemon.snapshot("running"));
        Fixture fixture = fixture(FakeTerminal.person());
        fixture.terminal.type("k");
        assertEquals(0, fixture.run("daemon", "stop"), fixture.terminal.errors());
        assertEquals(List.of(), daemon.received("shutdown_server_request"));
        assertFalse(process.isAlive());
    }

    @Test
    void aPersonIsAskedAndThinksAgain() throws IOException {
        Process process = running();
        daemon.agent(FakeDaemon.snapshot("running"));
        Fixture cancelled = fixture(FakeTerminal.person());
        cancelled.terminal.type("c");
        assertEquals(1, cancelled.run("daemon", "stop"));
        Fixture left = fixture(FakeTerminal.person());
        left.terminal.endInput();
        assertEquals(1, left.run("daemon", "stop"));
        assertTrue(process.isAlive());
    }

    @Test
    void agentsThatADaemonLeftAreCountedByStatusAndTheHomeScreen() throws Exception {
        agent("a1");
        agent("a2");
        agent("dead").destroyForcibly().waitFor();
        Fixture fixture = fixture(FakeTerminal.pipe());
        fixture.run("status", "--json");
        JsonObject status = Json.read(fixture.terminal.written());
        assertEquals(2, status.getInt("agentsWithoutDaemon"));
        String sentence = "2 agents go on without a daemon; \"paseo daemon start\" takes them over, "
                + "\"paseo daemon stop --force\" ends them.";
        assertEquals(sentence, status.getString("note"));
        Fixture bare = fixture(FakeTerminal.person());
        bare.run();
        assertTrue(bare.terminal.written().contains("The daemon does not run.\n" + sentence), bare.terminal.written());

        running();
        Fixture with = fixture(FakeTerminal.pipe());
        with.run("status", "--json");
        assertEquals(0, Json.read(with.terminal.written()).getInt("agentsWithoutDaemon"));
    }

    @Test
    void agentsThatADaemonLeftAreEndedByOneThatTakesThemOver() throws IOException {
        Process agent = agent("a1");
        Fixture gentle = fixture(FakeTerminal.pipe());
        assertEquals(0, gentle.run("daemon", "stop", "--json"));
        JsonObject row = Json.read(gentle.terminal.written());
        assertEquals("not_running", row.getString("action"));
        assertTrue(row.getString("message").startsWith("Daemon was not running. 1 agent goes on"), row.toString());
        assertTrue(agent.isAlive());

        Fixture forced = fixture(FakeTerminal.pipe());
        forced.program = successor();
        assertEquals(0, forced.run("daemon", "stop", "--force", "--json"), forced.terminal.errors());
        assertEquals("stopped Ended 1 agent that went on without a daemon", Json.read(forced.terminal.written()).getString("action") + " "
                + Json.read(forced.terminal.written()).getString("message"));
        assertFalse(agent.isAlive());
    }

    @Test
    void aPersonDecidesAboutAgentsThatADaemonLeft() throws IOException {
        Process agent = agent("a1");
        Fixture kept = fixture(FakeTerminal.person());
        kept.terminal.type("k");
        assertEquals(0, kept.run("daemon", "stop"));
        assertTrue(agent.isAlive());
        Fixture ended = fixture(FakeTerminal.person());
        ended.program = successor();
        ended.terminal.type("e");
        assertEquals(0, ended.run("daemon", "stop"), ended.terminal.errors());
        await().until(() -> !agent.isAlive());
    }

    @Test
    void restartSaysHowManyAgentsWentOn() throws IOException {
        running();
        agent("a1");
        agent("a2");
        Fixture fixture = fixture(FakeTerminal.pipe());
        fixture.program = successor();
        assertEquals(0, fixture.run("restart", "--json"), fixture.terminal.errors());
        assertEquals("Daemon listens on 127.0.0.1:7011; 2 agents went on meanwhile",
                Json.read(fixture.terminal.written()).getString("message"));
    }
}
