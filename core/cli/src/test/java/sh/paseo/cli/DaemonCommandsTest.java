package sh.paseo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.paseo.cli.client.Json;

/** Starting, stopping and looking at the daemon. The daemon's process is a {@code sleep}, its voice a {@link FakeDaemon}. */
@Timeout(30)
class DaemonCommandsTest {
    private static final String LISTEN = "127.0.0.1:7011";

    @TempDir
    Path home;

    private Process process;

    @AfterEach
    void endProcess() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    private long sleeper(String... command) throws IOException {
        process = new ProcessBuilder(command.length == 0 ? new String[] {"sleep", "60"} : command).start();
        return process.pid();
    }

    private void pidFile(long pid) throws IOException {
        pidFile(pid, LISTEN);
    }

    private void pidFile(long pid, String listen) throws IOException {
        Files.writeString(home.resolve("paseo.pid"),
                Json.object().add("pid", pid).add("startedAt", Instant.now().toString()).add("hostname", "box")
                        .add("uid", 1000).add("listen", listen).build().toString());
    }

    private Fixture fixture(FakeTerminal terminal, FakeDaemon daemon) {
        return new Fixture(home, terminal, daemon);
    }

    /** Starts a daemon by letting it appear in the home and on the wire. */
    private final class Starter extends NoProgram {
        private final FakeDaemon daemon;
        private final int exitCode;
        private Map<String, String> environment = Map.of();

        Starter(FakeDaemon daemon, int exitCode) {
            this.daemon = daemon;
            this.exitCode = exitCode;
        }

        @Override
        public Launched background(Map<String, String> told, Path output) {
            environment = told;
            try {
                if (exitCode >= 0) {
                    Files.writeString(output, "config.json: daemon.listen is no address\n");
                } else {
                    pidFile(sleeper());
                    daemon.appear();
                }
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
            return new Launched() {
                @Override
                public long pid() {
                    return 1;
                }

                @Override
                public int exitCode() {
                    return exitCode;
                }
            };
        }

        @Override
        public int foreground(Map<String, String> told) {
            environment = told;
            return exitCode;
        }
    }

    @Test
    void startPrintsTheDaemonThatAnswers() {
        FakeDaemon daemon = FakeDaemon.absent();
        Fixture fixture = fixture(FakeTerminal.pipe(), daemon);
        var starter = new Starter(daemon, -1);
        fixture.program = starter;
        assertEquals(0, fixture.run("daemon", "start", "--port", "7011", "--json"), fixture.terminal.errors());
        JsonObject row = Json.read(fixture.terminal.written());
        assertEquals("started", row.getString("action"));
        assertEquals(process.pid(), row.getJsonNumber("pid").longValue());
        assertEquals(Map.of("PASEO_HOME", home.toString(), "PASEO_LISTEN", LISTEN), starter.environment);
    }

    @Test
    void startThatFailsShowsWhatTheDaemonSaid() {
        FakeDaemon daemon = FakeDaemon.absent();
        Fixture fixture = fixture(FakeTerminal.pipe(), daemon);
        fixture.program = new Starter(daemon, 78);
        assertEquals(1, fixture.run("start", "--json"));
        JsonObject error = Json.read(fixture.terminal.errors()).getJsonObject("error");
        assertEquals("DAEMON_START_FAILED", error.getString("code"));
        assertEquals("The daemon ended with code 78", error.getString("message"));
        assertEquals("config.json: daemon.listen is no address", error.getString("details"));
    }

    @Test
    void secondStartIsRefused() throws IOException {
        pidFile(sleeper());
        Fixture fixture = fixture(FakeTerminal.pipe(), new FakeDaemon());
        assertEquals(1, fixture.run("daemon", "start", "--json"));
        assertEquals("DAEMON_ALREADY_RUNNING", Json.read(fixture.terminal.errors()).getJsonObject("error").getString("code"));
    }

    @Test
    void foregroundReturnsTheExitCodeOfTheDaemon() {
        Fixture fixture = fixture(FakeTerminal.pipe(), FakeDaemon.absent());
        fixture.program = new Starter(fixture.daemon, 78);
        assertEquals(78, fixture.run("daemon", "start", "--foreground"));
    }

    @Test
    void runStartsADaemonForAPersonAndSaysSo() {
        FakeDaemon daemon = FakeDaemon.absent().agent(FakeDaemon.snapshot("running"));
        Fixture fixture = fixture(FakeTerminal.person(), daemon);
        fixture.program = new Starter(daemon, -1);
        assertEquals(0, fixture.run("run", "-d", "--provider", "demo", "hi"), fixture.terminal.errors());
        assertEquals("Started the Paseo daemon (pid " + process.pid() + "); stop it with: paseo daemon stop\n", fixture.terminal.errors());
    }

    @Test
    void runInAPipeStartsNoDaemon() {
        Fixture fixture = fixture(FakeTerminal.pipe(), FakeDaemon.absent());
        assertEquals(1, fixture.run("run", "--provider", "demo", "hi"));
        assertTrue(fixture.terminal.errors().contains("Cannot connect to daemon"), fixture.terminal.errors());
    }

    @Test
    void runForANamedHostStartsNoDaemon() {
        Fixture fixture = fixture(FakeTerminal.person(), FakeDaemon.absent());
        assertEquals(1, fixture.run("run", "--host", "box:7000", "--provider", "demo", "hi"));
    }

    @Test
    void stopAsksTheDaemonAndWaitsForItsProcess() throws IOException {
        pidFile(sleeper());
        FakeDaemon daemon = new FakeDaemon().agent(FakeDaemon.snapshot("idle")).answer("shutdown_server_request", "status", asked -> {
            process.destroy();
            return Json.object().add("status", "shutdown_requested").build();
        });
        Fixture fixture = fixture(FakeTerminal.pipe(), daemon);
        assertEquals(0, fixture.run("daemon", "stop", "--json"), fixture.terminal.errors());
        JsonObject row = Json.read(fixture.terminal.written());
        assertEquals("stopped Daemon stopped gracefully", row.getString("action") + " " + row.getString("message"));
        assertEquals(List.of(LISTEN, LISTEN), daemon.dialled().stream().map(target -> target.label()).toList());
    }

    @Test
    void stopSignalsADaemonThatCannotBeAsked() throws IOException {
        pidFile(sleeper());
        Fixture fixture = fixture(FakeTerminal.pipe(), FakeDaemon.absent());
        assertEquals(0, fixture.run("daemon", "stop", "--json"));
        assertEquals("Daemon stopped by signal", Json.read(fixture.terminal.written()).getString("message"));
        assertFalse(process.isAlive());
    }

    @Test
    void aProcessThatOnlyInheritedTheNumberOfADaemonIsNotSignalled() throws IOException {
        pidFile(sleeper());
        Path file = home.resolve("paseo.pid");
        Files.writeString(file, Files.readString(file).replaceFirst("\"startedAt\":\"[^\"]*\"", "\"startedAt\":\"2001-01-01T00:00:00Z\""));
        Fixture fixture = fixture(FakeTerminal.pipe(), FakeDaemon.absent());
        assertEquals(1, fixture.run("daemon", "stop", "--json"));
        JsonObject error = Json.read(fixture.terminal.errors()).getJsonObject("error");
        assertTrue(error.getString("message").contains("is younger than paseo.pid"), error.toString());
        assertTrue(error.getString("details").contains(file.toString()), error.toString());
        assertTrue(process.isAlive());
    }

    @Test
    void aDaemonThatDoesNotTellItsAgentsIsStoppedOnlyWithForce() throws IOException {
        pidFile(sleeper());
        FakeDaemon daemon = new FakeDaemon().answer("shutdown_server_request", "status", asked -> {
            process.destroy();
            return Json.object().add("status", "shutdown_requested").build();
        });
        Fixture gentle = fixture(FakeTerminal.pipe(), daemon);
        assertEquals(1, gentle.run("daemon", "stop"));
        assertTrue(gentle.terminal.errors().contains("does not say whether agents are at work"), gentle.terminal.errors());
        assertTrue(process.isAlive());
        Fixture forced = fixture(FakeTerminal.pipe(), daemon);
        assertEquals(0, forced.run("daemon", "stop", "--force"), forced.terminal.errors());
    }

    @Test
    void theDaemonOfAnotherHomeIsNotAsked() throws IOException {
        pidFile(sleeper());
        Files.writeString(home.resolve("server-id"), "srv_own\n");
        Fixture fixture = fixture(FakeTerminal.pipe(), new FakeDaemon());
        assertEquals(0, fixture.run("daemon", "stop", "--json"), fixture.terminal.errors());
        assertEquals(List.of(), fixture.daemon.received("shutdown_server_request"));
        assertEquals("Daemon stopped by signal", Json.read(fixture.terminal.written()).getString("message"));
    }

    @Test
    void stopKillsOnlyWithForce() throws IOException {
        long pid = sleeper("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done");
        assertEquals("ready", process.inputReader().readLine());
        pidFile(pid);
        Fixture gentle = fixture(FakeTerminal.pipe(), FakeDaemon.absent());
        assertEquals(1, gentle.run("daemon", "stop", "--timeout", "1", "--json"));
        assertEquals("DAEMON_STOP_FAILED", Json.read(gentle.terminal.errors()).getJsonObject("error").getString("code"));
        Fixture forced = fixture(FakeTerminal.pipe(), FakeDaemon.absent());
        assertEquals(0, forced.run("daemon", "stop", "--timeout", "1", "--force", "--json"));
        assertEquals("Daemon killed", Json.read(forced.terminal.written()).getString("message"));
    }

    @Test
    void stopWithoutADaemonIsNoError() {
        Fixture fixture = fixture(FakeTerminal.pipe(), FakeDaemon.absent());
        assertEquals(0, fixture.run("daemon", "stop", "--json"));
        JsonObject row = Json.read(fixture.terminal.written());
        assertEquals("not_running", row.getString("action"));
        assertEquals(JsonValue.NULL, row.get("pid"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.1:0", "0"})
    void restartStopsWithoutTheAgentsAndStartsOnTheSameAddress(String configured) throws IOException {
        pidFile(sleeper());
        long before = process.pid();
        FakeDaemon daemon = new FakeDaemon();
        Fixture fixture = fixture(FakeTerminal.pipe(), daemon);
        fixture.environment.put("PASEO_LISTEN", configured);
        var starter = new Starter(daemon, -1);
        fixture.program = starter;
        assertEquals(0, fixture.run("restart", "--json"), fixture.terminal.errors());
        assertEquals(LISTEN, starter.environment.get("PASEO_LISTEN"));
        JsonObject row = Json.read(fixture.terminal.written());
        assertEquals("restarted", row.getString("action"));
        assertTrue(row.getJsonNumber("pid").longValue() != before, row.toString());
        assertEquals(List.of(), daemon.received("shutdown_server_request"));
    }

    @Test
    void restartListensWhereTheEnvironmentOrTheConfigurationSays() throws IOException {
        pidFile(sleeper());
        FakeDaemon daemon = new FakeDaemon();
        Fixture fixture = fixture(FakeTerminal.pipe(), daemon);
        Files.writeString(home.resolve("config.json"), "{\"daemon\":{\"listen\":[\"127.0.0.1:7012\"]}}");
        var starter = new Starter(daemon, -1);
        fixture.program = starter;
        assertEquals(0, fixture.run("restart", "--json"), fixture.terminal.errors());
        assertFalse(starter.environment.containsKey("PASEO_LISTEN"), starter.environment.toString());
    }

    @Test
    void statusTellsOfARunningDaemonAndOfPluginsThatItCannotUse() throws IOException {
        pidFile(sleeper());
        JsonObject broken = Json.object().add("id", "bad").add("state", "failed").add("reason", "no manifest").build();
        FakeDaemon daemon = new FakeDaemon().agent(FakeDaemon.snapshot("idle")).answer("paseo/plugin/list", "paseo/plugin/list/response",
                asked -> Json.object().add("plugins", Json.array(List.of(broken))).build());
        Fixture fixture = fixture(FakeTerminal.pipe(), daemon);
        assertEquals(0, fixture.run("daemon", "status", "--json"));
        JsonObject status = Json.read(fixture.terminal.written());
        assertEquals(
                List.of("serverId", "localDaemon", "connectedDaemon", "home", "listen", "hostname", "pid", "startedAt", "owner", "logPath",
                        "runningAgents", "idleAgents", "agentsWithoutDaemon", "daemonNode", "cliNode", "cliVersion", "daemonVersion",
                        "desktopManaged",
                        "providers", "plugins"),
                List.copyOf(status.keySet()));
        assertEquals("running reachable srv_test 1000@box 0.1.0",
                String.join(" ", status.getString("localDaemon"), status.getString("connectedDaemon"),
                        status.getString("serverId"), status.getString("owner"), status.getString("daemonVersion")));
        assertEquals(1, status.getInt("idleAgents"));
        assertEquals("no manifest", status.getJsonArray("plugins").getJsonObject(0).getString("reason"));
    }

    @Test
    void statusWarnsOfAnAddressThatOthersReachAndOfHostsThatAreAllAllowed() throws IOException {
        pidFile(sleeper(), LISTEN + ",192.168.1.2:7011");
        Files.writeString(home.resolve("config.json"), "{\"daemon\":{\"allowedHosts\":[\"devbox\",true]}}");
        Fixture fixture = fixture(FakeTerminal.pipe(), new FakeDaemon().agent(FakeDaemon.snapshot("idle")));
        fixture.run("status", "--json");
        assertEquals("Every device that reaches 192.168.1.2:7011 can run commands as you; daemon.allowedHosts does not prevent it. "
                + "Set a password: paseo daemon set-password, then paseo daemon restart. "
                + "daemon.allowedHosts is true: any website can reach the daemon through DNS rebinding.",
                Json.read(fixture.terminal.written()).getString("note"));
    }

    @Test
    void aDaemonWithSeveralAddressesIsReachedAtTheFirst() throws IOException {
        pidFile(sleeper(), LISTEN + ",[::1]:7012");
        Fixture fixture = fixture(FakeTerminal.pipe(), new FakeDaemon().agent(FakeDaemon.snapshot("idle")));
        fixture.run("status", "--json");
        JsonObject status = Json.read(fixture.terminal.written());
        assertEquals("reachable " + LISTEN + ",[::1]:7012", status.getString("connectedDaemon") + " " + status.getString("listen"));
        assertEquals(LISTEN, fixture.daemon.dialled().getFirst().label());
    }

    @Test
    void statusTellsOfAPidFileThatWasLeftOver() throws Exception {
        pidFile(sleeper());
        process.destroyForcibly().waitFor();
        Fixture fixture = fixture(FakeTerminal.pipe(), FakeDaemon.absent());
        assertEquals(0, fixture.run("status", "--json"));
        JsonObject status = Json.read(fixture.terminal.written());
        assertEquals("stale_pid unreachable", status.getString("localDaemon") + " " + status.getString("connectedDaemon"));
        assertTrue(status.containsKey("note"));
    }

    @Test
    void statusTellsOfADaemonThatDoesNotAnswer() throws IOException {
        pidFile(sleeper());
        Fixture fixture = fixture(FakeTerminal.pipe(), FakeDaemon.absent());
        fixture.run("status", "--json");
        assertEquals("unresponsive", Json.read(fixture.terminal.written()).getString("localDaemon"));
    }

    @Test
    void bareCommandShowsTheStateAndWhatToDoNext() throws IOException {
        Fixture stopped = fixture(FakeTerminal.person(), FakeDaemon.absent());
        assertEquals(0, stopped.run());
        assertTrue(stopped.terminal.written().contains("The daemon does not run."), stopped.terminal.written());
        assertTrue(stopped.terminal.written().contains("paseo run"), stopped.terminal.written());
        pidFile(sleeper());
        Fixture running = fixture(FakeTerminal.person(), new FakeDaemon().agent(FakeDaemon.snapshot("idle")));
        running.run();
        assertTrue(running.terminal.written().contains("0 running, 1 idle agents."), running.terminal.written());
    }
}
