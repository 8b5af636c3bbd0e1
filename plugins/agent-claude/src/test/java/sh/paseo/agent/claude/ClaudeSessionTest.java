package sh.paseo.agent.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.ResumeToken;
import sh.paseo.api.agent.SessionSettings;
import sh.paseo.testkit.AgentTranscript;
import sh.paseo.testkit.FakeSessionContext;
import sh.paseo.testkit.GoneProcess;
import sh.paseo.testkit.ScriptedAgent;

class ClaudeSessionTest {
    @TempDir
    private Path folder;
    private final List<FakeSessionContext> contexts = new ArrayList<>();

    @AfterEach
    void close() {
        for (FakeSessionContext context : contexts) {
            context.close();
            assertEquals(List.of(), context.failures());
        }
    }

    private SessionSettings settings() {
        return new SessionSettings(folder, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                JsonValue.EMPTY_JSON_OBJECT, JsonValue.EMPTY_JSON_OBJECT);
    }

    private FakeSessionContext context(Map<String, String> environment) {
        FakeSessionContext context = new FakeSessionContext(folder, ScriptedAgent.settings(), environment);
        contexts.add(context);
        return context;
    }

    private FakeSessionContext fresh(ClaudeProvider provider, Map<String, String> environment) {
        FakeSessionContext context = context(environment);
        context.open(provider, new OpenRequest.Fresh(settings()));
        return context;
    }

    private static TurnId start(FakeSessionContext context, String text) {
        TurnId turn = new TurnId("turn-" + text);
        context.call(session -> session.startTurn(turn, Prompt.of(text)));
        return turn;
    }

    @Test
    void aCliThatDoesNotAnswerIsGivenUpAfterTheLimit() {
        FakeSessionContext context = fresh(new ClaudeProvider(Duration.ofMillis(300)), Map.of(ScriptedAgent.MODE, "never-answers"));
        AgentEvent.SessionLost lost = context.sink().await(AgentEvent.SessionLost.class, any -> true);
        assertTrue(lost.reason().contains("did not answer"), lost.reason());
        context.awaitExit();
        context.call(session -> assertEquals(List.of(lost), context.sink().events()));
    }

    @Test
    void aCliThatDiesAtTheStartSaysWhy() {
        FakeSessionContext context = fresh(new ClaudeProvider(), Map.of(ScriptedAgent.MODE, "dies-at-start"));
        AgentEvent.SessionLost lost = context.sink().await(AgentEvent.SessionLost.class, any -> true);
        assertTrue(lost.reason().contains("exit code 7") && lost.reason().contains("scripted death"), lost.reason());
    }

    @Test
    void aConversationThatDoesNotExistIsLostWithTheClisReason() {
        FakeSessionContext context = context(Map.of(ScriptedAgent.SESSIONS, folder.toString()));
        context.open(new ClaudeProvider(), new OpenRequest.Resume(settings(), new ResumeToken("no-such-session")));
        AgentEvent.SessionLost lost = context.sink().await(AgentEvent.SessionLost.class, any -> true);
        assertEquals("Claude Code gave up: No conversation found with session ID: no-such-session", lost.reason());
    }

    @Test
    void aConversationThatTheCliHadNoTimeToWriteDownIsBegunAgain() throws IOException {
        FakeSessionContext context = fresh(new ClaudeProvider(), remembering());
        ResumeToken token = context.sink().awaitReady().token().orElseThrow();
        context.sink().awaitPermission(start(context, "[[permission]]"));
        context.killProcess();
        context.awaitExit();
        Files.delete(ScriptedAgent.session(folder.resolve("sessions"), token.value()));
        FakeSessionContext next = resumed(token);
        assertEquals("You said: hello", next.sink().text(completed(next, "hello")));
    }

    @Test
    void aConversationThatDiedInItsFirstTurnIsGoneOnWith() throws IOException {
        FakeSessionContext context = fresh(new ClaudeProvider(), remembering());
        ResumeToken token = context.sink().awaitReady().token().orElseThrow();
        context.sink().awaitPermission(start(context, "[[permission]]"));
        context.killProcess();
        context.awaitExit();
        FakeSessionContext next = resumed(token);
        assertEquals("You said: hello", next.sink().text(completed(next, "hello")));
        assertEquals(2, next.processesStarted());
        next.close();
        FakeSessionContext last = resumed(token);
        assertEquals("You said: again", last.sink().text(completed(last, "again")));
        assertEquals(1, last.processesStarted());
    }

    private Map<String, String> remembering() throws IOException {
        return Map.of(ScriptedAgent.SESSIONS, Files.createDirectories(folder.resolve("sessions")).toString());
    }

    private FakeSessionContext resumed(ResumeToken token) throws IOException {
        FakeSessionContext context = context(remembering());
        context.open(new ClaudeProvider(), new OpenRequest.Resume(settings(), token));
        context.sink().awaitReady();
        return context;
    }

    private static TurnId completed(FakeSessionContext context, String text) {
        TurnId turn = start(context, text);
        assertInstanceOf(AgentEvent.Outcome.Completed.class, context.sink().awaitEnd(turn));
        return turn;
    }

    @Test
    void aPromptRunsOnceHoweverOftenItIsSent() {
        Path oracle = folder.resolve("oracle");
        FakeSessionContext context = fresh(new ClaudeProvider(), Map.of(ScriptedAgent.TRANSCRIPT, oracle.toString()));
        TurnId turn = start(context, "once");
        start(context, "once");
        context.sink().awaitEnd(turn);
        start(context, "once");
        context.sink().awaitEnd(start(context, "after"));
        assertEquals(List.of("once", "after"), AgentTranscript.at(oracle).ran());
        assertEquals(2, context.sink().events(AgentEvent.TurnEnded.class).size());
    }

    @Test
    void promptsSentTogetherRunOneAfterTheOther() {
        FakeSessionContext context = fresh(new ClaudeProvider(), Map.of());
        TurnId first = start(context, "[[slow 20]]");
        TurnId second = start(context, "second");
        TurnId third = start(context, "third");
        context.call(session -> session.interrupt(second));
        assertInstanceOf(AgentEvent.Outcome.Interrupted.class, context.sink().awaitEnd(second));
        assertInstanceOf(AgentEvent.Outcome.Completed.class, context.sink().awaitEnd(first));
        assertInstanceOf(AgentEvent.Outcome.Completed.class, context.sink().awaitEnd(third));
        assertEquals("You said: third", context.sink().text(third));
        assertEquals("", context.sink().text(second));
    }

    @Test
    void aReplayFromEachCheckpointGoesOnAsBefore() {
        FakeSessionContext lived = fresh(new ClaudeProvider(), Map.of());
        List<JsonObject> checkpoints = new ArrayList<>();
        List<Integer> journals = new ArrayList<>();
        List<Integer> events = new ArrayList<>();
        for (String text : List.of("one", "[[tool]]", "three")) {
            lived.sink().awaitEnd(start(lived, text));
            // The prompt's last line comes after the end of its turn.
            lived.sink().awaitQuiet(Duration.ofMillis(200));
            lived.call(session -> {
                checkpoints.add(session.checkpoint().orElseThrow());
                journals.add(lived.journal().size());
                events.add(lived.sink().events().size());
            });
        }
        IntStream.range(0, checkpoints.size()).forEach(i -> {
            FakeSessionContext replayed = context(Map.of());
            replayed.open(new ClaudeProvider(), new OpenRequest.Reattach(settings(), new GoneProcess(1), Optional.empty(),
                    Optional.of(checkpoints.get(i))));
            replayed.replay(lived.journal().subList(journals.get(i), lived.journal().size()));
            assertEquals(lived.sink().events().subList(events.get(i), lived.sink().events().size()), replayed.sink().events());
            replayed.call(session -> assertEquals("compact", session.commands().getFirst().name()));
        });
    }

    @Test
    void aRequestNobodyElseCanAnswerIsRefusedAndNotAgainInAReplay() {
        FakeSessionContext context = context(Map.of());
        context.open(new ClaudeProvider(), new OpenRequest.Reattach(settings(), new GoneProcess(1), Optional.empty(), Optional.empty()));
        String hook = "{\"type\":\"control_request\",\"request_id\":\"h1\",\"request\":{\"subtype\":\"hook_callback\"}}";
        context.call(session -> session.onLine(new Line(0, 10, hook, true), context.sink()));
        assertEquals(List.of(), context.sends());
        context.call(session -> session.onLine(new Line(10, 20, "{}", false), context.sink()));
        assertEquals(1, context.sends().size());
        assertTrue(context.sends().getFirst().text().contains("\"request_id\":\"h1\""), context.sends().getFirst().text());
        assertTrue(context.sends().getFirst().text().contains("\"subtype\":\"error\""), context.sends().getFirst().text());
        context.call(session -> session.onLine(new Line(20, 30, "{}", false), context.sink()));
        assertEquals(1, context.sends().size());
    }

    @Test
    void aSessionKeepsItsNameOverAReplayWithoutAToken() {
        FakeSessionContext lived = fresh(new ClaudeProvider(), Map.of());
        ResumeToken token = lived.sink().awaitReady().token().orElseThrow();
        FakeSessionContext replayed = context(Map.of());
        replayed.open(new ClaudeProvider(), new OpenRequest.Reattach(settings(), new GoneProcess(1), Optional.empty(), Optional.empty()));
        replayed.replay(lived.journal());
        assertEquals(Optional.of(token), replayed.sink().awaitReady().token());
        assertFalse(token.value().isBlank());
    }
}
