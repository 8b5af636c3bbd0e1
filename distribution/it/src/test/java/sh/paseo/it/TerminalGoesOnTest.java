package sh.paseo.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A person follows an agent at a terminal while its daemon is killed and another one is started. */
@EnabledOnOs(OS.LINUX)
class TerminalGoesOnTest {
    private static final int WORDS = 300;
    private static final Pattern WORD = Pattern.compile("\\btick\\d+\\b");
    private static final Pattern GAP = Pattern.compile("Connection lost");
    private static final Pattern GAP_OVER = Pattern.compile("Connection lost for|back after");

    @TempDir
    Path scratch;

    @Test
    void theStreamGoesOnWithOneLineAboutTheGap() throws Exception {
        try (var agent = new ScriptedMortal(scratch)) {
            killInAStream(agent);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "paseo.claude", matches = ".+", disabledReason = "paseo.claude names no claude program")
    void theStreamOfTheRealCliGoesOnToo() throws Exception {
        try (var agent = new RealMortal(System.getProperty("paseo.claude"), scratch)) {
            killInAStream(agent);
        }
    }

    @Test
    void aQuestionOnTheScreenIsAnsweredAfterTheGap() throws Exception {
        try (var agent = new ScriptedMortal(scratch)) {
            killInAQuestion(agent);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "paseo.claude", matches = ".+", disabledReason = "paseo.claude names no claude program")
    void aQuestionOfTheRealCliIsAnsweredAfterTheGap() throws Exception {
        try (var agent = new RealMortal(System.getProperty("paseo.claude"), scratch)) {
            killInAQuestion(agent);
        }
    }

    @Test
    void aQuestionOnTheScreenIsAnsweredInTheGap() throws Exception {
        try (var agent = new ScriptedMortal(scratch)) {
            answerInTheGap(agent);
        }
    }

    private void killInAStream(MortalAgent agent) throws IOException, InterruptedException {
        var told = told(agent.talk(WORDS));
        try (var daemon = started(agent); var terminal = run(told)) {
            await().atMost(Distribution.PATIENCE).until(() -> terminal.screen().contains("tick40 "));
            restart(daemon);
            assertAllIsSaid(told, terminal, agent);
        } finally {
            stop();
        }
    }

    private void killInAQuestion(MortalAgent agent) throws IOException, InterruptedException {
        var told = told(agent.permission());
        try (var daemon = started(agent); var terminal = run(told)) {
            await().atMost(Distribution.PATIENCE).until(() -> terminal.screen().contains("[a]llow"));
            restart(daemon);
            await().atMost(Distribution.PATIENCE).until(() -> GAP_OVER.matcher(terminal.screen()).find());
            terminal.type("a\n");
            assertAllIsSaid(told, terminal, agent);
            assertEquals(1, agent.timesAllowed(told));
        } finally {
            stop();
        }
    }

    private void answerInTheGap(MortalAgent agent) throws IOException, InterruptedException {
        var told = told(agent.permission());
        try (var daemon = started(agent); var terminal = run(told)) {
            await().atMost(Distribution.PATIENCE).until(() -> terminal.screen().contains("[a]llow"));
            daemon.kill();
            await().atMost(Distribution.PATIENCE).until(() -> GAP.matcher(terminal.screen()).find());
            terminal.type("a\n");
            daemon.start();
            assertAllIsSaid(told, terminal, agent);
            assertEquals(1, agent.timesAllowed(told));
        } finally {
            stop();
        }
    }

    /** Agents outlive a daemon that is only ended. */
    private void stop() throws IOException, InterruptedException {
        paseo().run("daemon", "start").ok();
        paseo().run("daemon", "stop", "--force").ok();
    }

    private static Told told(Script script) {
        return new Told("m1", "mark-terminal", Optional.empty(), 0, script);
    }

    private Distribution paseo() {
        return Distribution.shipped(scratch);
    }

    private MortalDaemon started(MortalAgent agent) throws IOException {
        AgentAtWork.configure(paseo(), agent, JsonObject.EMPTY_JSON_OBJECT);
        var daemon = new MortalDaemon(paseo());
        daemon.start();
        return daemon;
    }

    private PseudoTerminal run(Told told) throws IOException {
        return PseudoTerminal.run(paseo(), "run --provider claude '" + told.text() + "'");
    }

    private static void restart(MortalDaemon daemon) throws IOException, InterruptedException {
        daemon.kill();
        daemon.start();
    }

    private static void assertAllIsSaid(Told told, PseudoTerminal terminal, MortalAgent agent) throws IOException, InterruptedException {
        assertEquals(0, terminal.exit(), terminal.screen());
        var said = WORD.matcher(terminal.screen()).results().map(MatchResult::group).map(word -> word + " ").collect(Collectors.joining());
        assertEquals(told.script().says().orElseThrow(), said, terminal.screen());
        assertEquals(1, GAP.matcher(terminal.screen()).results().count(), terminal.screen());
        assertEquals(1, agent.timesRun(told.mark()));
    }
}
