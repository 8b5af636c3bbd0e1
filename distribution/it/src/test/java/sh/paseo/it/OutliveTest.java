package sh.paseo.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ends of a daemon that its agents outlive: the same process goes on with the same turn, and the next daemon tells of it. */
@EnabledOnOs(OS.LINUX)
class OutliveTest {
    private static final String RESTART = "{\"type\":\"restart_server_request\",\"requestId\":\"r1\"}";

    /** How a daemon ends. */
    enum End {
        SIGTERM,
        SIGHUP,
        SIGKILL,
        KEEP_AGENTS,
        RESTART_COMMAND,
        RESTART_REQUEST,
        UPGRADE
    }

    @TempDir
    Path scratch;

    private ScriptedMortal agent;
    private Distribution paseo;

    @BeforeEach
    void configure() throws IOException {
        agent = new ScriptedMortal(scratch);
        paseo = Distribution.shipped(scratch);
        AgentAtWork.configure(paseo, agent, JsonObject.EMPTY_JSON_OBJECT);
    }

    @AfterEach
    void endAll() throws Exception {
        paseo.run("daemon", "stop", "--force");
        agent.close();
    }

    private AgentAtWork work() throws IOException, InterruptedException {
        return AgentAtWork.start(paseo, agent);
    }

    private static JsonObject json(Distribution paseo, String... words) throws IOException, InterruptedException {
        return paseo.run(words).ok().jsonObject();
    }

    private ProcessHandle daemon() throws IOException, InterruptedException {
        return ProcessHandle.of(json(paseo, "status", "--json").getInt("pid")).orElseThrow();
    }

    private void signal(String name) throws Exception {
        var daemon = daemon();
        new ProcessBuilder("/bin/sh", "-c", "kill -$0 $1", name, Long.toString(daemon.pid())).inheritIO().start().waitFor();
        daemon.onExit().get(Distribution.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void end(End end) throws Exception {
        switch (end) {
            case SIGTERM -> signal("TERM");
            case SIGHUP -> signal("HUP");
            case SIGKILL -> signal("KILL");
            case KEEP_AGENTS -> {
                var message = json(paseo, "daemon", "stop", "--keep-agents", "--json").getString("message");
                assertTrue(message.contains("1 agent goes on without a daemon"), message);
            }
            case RESTART_COMMAND -> restart(paseo);
            case UPGRADE -> restart(Distribution.copied(scratch));
            case RESTART_REQUEST -> {
                var before = daemon();
                WireClient.ask(paseo.listen().orElseThrow(), RESTART);
                before.onExit().get(Distribution.PATIENCE.toSeconds(), TimeUnit.SECONDS);
                await().atMost(Distribution.PATIENCE).until(() -> paseo.run("ls").exit() == 0);
            }
        }
    }

    private static void restart(Distribution by) throws IOException, InterruptedException {
        var message = json(by, "daemon", "restart", "--json").getString("message");
        assertTrue(message.endsWith("; 1 agent went on meanwhile"), message);
    }

    private void assertGoesOn(AgentAtWork work) throws IOException, InterruptedException {
        assertTrue(work.process().isAlive());
        assertEquals("running", work.status());
        var said = work.said();
        await().atMost(Distribution.PATIENCE).until(() -> work.said().length() > said.length());
        assertEquals(1, agent.timesSent(work.mark()), "the prompt was sent again");
        assertEquals(1, agent.timesRun(work.mark()));
    }

    @ParameterizedTest
    @EnumSource
    void anAgentGoesOnInItsTurnHoweverTheDaemonEnds(End end) throws Exception {
        json(paseo, "daemon", "start", "--json");
        var work = work();
        var before = daemon();
        end(end);
        assertFalse(before.isAlive());
        assertTrue(work.process().isAlive());
        if (!json(paseo, "status", "--json").getString("localDaemon").equals("running")) {
            assertEquals(1, json(paseo, "status", "--json").getInt("agentsWithoutDaemon"));
            json(paseo, "daemon", "start", "--json");
        }
        assertGoesOn(work);
        json(paseo, "daemon", "stop", "--force", "--json");
        work.assertEnded();
    }

    @Test
    void anAgentGoesOnWhenTheTerminalOfItsDaemonIsClosed() throws Exception {
        AgentAtWork work;
        try (var terminal = PseudoTerminal.run(paseo, "daemon start --foreground")) {
            await().atMost(Distribution.PATIENCE).until(() -> paseo.run("ls").exit() == 0);
            work = work();
            var daemon = daemon();
            terminal.vanish();
            daemon.onExit().get(Distribution.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        json(paseo, "daemon", "start", "--json");
        assertGoesOn(work);
    }

    @Test
    void aPersonWhoStopsTheDaemonMayKeepTheAgentsAtWork() throws Exception {
        json(paseo, "daemon", "start", "--json");
        var work = work();
        try (var terminal = PseudoTerminal.run(paseo, "daemon stop")) {
            await().atMost(Distribution.PATIENCE).until(() -> terminal.screen().contains("[k]eep them going"));
            assertTrue(terminal.screen().contains("1 agent is at work"), terminal.screen());
            terminal.type("k\n");
            assertEquals(0, terminal.exit(), terminal.screen());
        }
        json(paseo, "daemon", "start", "--json");
        assertGoesOn(work);
    }

    @Test
    void aQuestionAskedBeforeARestartIsAnsweredAfterIt() throws Exception {
        json(paseo, "daemon", "start", "--json");
        var asked = json(paseo, "run", "--provider", "claude", "--json", "mark-asked " + agent.permission().text());
        assertEquals("permission", asked.getString("status"), asked::toString);
        var id = asked.getString("agentId");
        restart(paseo);
        var open = paseo.run("permit", "ls", "--json").ok().jsonArray();
        assertEquals(1, open.size(), open::toString);
        paseo.run("permit", "allow", id, "--json").ok();
        await().atMost(Distribution.PATIENCE).until(() -> agent.answers().equals(List.of("allow")));
        assertEquals(1, agent.timesSent("mark-asked"));
    }
}
