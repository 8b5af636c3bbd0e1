package sh.paseo.agent.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.TurnId;
import sh.paseo.api.process.AgentProcess;
import sh.paseo.api.agent.SessionContext;
import sh.paseo.api.agent.ProviderDescriptor;
import sh.paseo.api.agent.ProbeContext;
import sh.paseo.api.agent.Availability;
import sh.paseo.api.agent.AgentSession;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.Delivery;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.ResumeToken;
import sh.paseo.api.agent.Send;
import sh.paseo.api.agent.SessionSettings;
import sh.paseo.api.agent.Setting;
import sh.paseo.testkit.AgentTranscript;
import sh.paseo.testkit.FakeSessionContext;
import sh.paseo.testkit.ScriptedAgent;

/** How a session goes on with what another one left: a living process, or the files of a dead one. */
class ClaudeTakeoverTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    private Path folder;
    private final List<FakeSessionContext> contexts = new ArrayList<>();
    private int turns;

    @BeforeEach
    void makeFolders() throws IOException {
        Files.createDirectories(sessions());
    }

    @AfterEach
    void close() {
        contexts.forEach(FakeSessionContext::close);
        contexts.forEach(context -> assertEquals(List.of(), context.failures()));
    }

    private Path sessions() {
        return folder.resolve("sessions");
    }

    private Map<String, String> environment() {
        return Map.of(ScriptedAgent.SESSIONS, sessions().toString(), "CLAUDE_CONFIG_DIR", sessions().toString(), ScriptedAgent.TRANSCRIPT,
                folder.resolve("oracle").toString());
    }

    private SessionSettings settings() {
        return new SessionSettings(folder, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                JsonValue.EMPTY_JSON_OBJECT, JsonValue.EMPTY_JSON_OBJECT);
    }

    private FakeSessionContext kept(FakeSessionContext context) {
        contexts.add(context);
        return context;
    }

    private FakeSessionContext fresh(ClaudeProvider provider, Map<String, String> environment) {
        FakeSessionContext context = kept(new FakeSessionContext(folder, ScriptedAgent.settings(), environment));
        context.open(provider, new OpenRequest.Fresh(settings()));
        return context;
    }

    private FakeSessionContext fresh() {
        return fresh(new ClaudeProvider(), environment());
    }

    private FakeSessionContext restart(FakeSessionContext context, ClaudeProvider provider) {
        return kept(context.restart(provider, settings(), true));
    }

    private FakeSessionContext resumed(FakeSessionContext dead) {
        ResumeToken token = dead.sink().awaitReady().token().orElseThrow();
        return kept(dead.reopen(new ClaudeProvider(), new OpenRequest.Resume(settings(), token)));
    }

    private TurnId start(FakeSessionContext context, String text) {
        TurnId turn = new TurnId("turn-" + ++turns);
        context.call(session -> session.startTurn(turn, Prompt.of(text)));
        return turn;
    }

    private void completes(FakeSessionContext context, String text) {
        assertEquals(new AgentEvent.Outcome.Completed(), context.sink().awaitEnd(start(context, text)));
    }

    private long timesRun(String text) {
        return AgentTranscript.at(folder.resolve("oracle")).timesRun(text);
    }

    @Test
    void aGreetingThatAnotherSessionSentIsWatchedToo() {
        Map<String, String> mute = Map.of(ScriptedAgent.MODE, "never-answers");
        FakeSessionContext next = restart(fresh(new ClaudeProvider(), mute), new ClaudeProvider(SHORT));
        AgentEvent.SessionLost lost = next.sink().await(AgentEvent.SessionLost.class, any -> true);
        assertTrue(lost.reason().contains("did not answer"), lost.reason());
        next.awaitExit();
    }

    @Test
    void aCliThatNobodyGreetedIsGreeted() {
        FakeSessionContext first = kept(new FakeSessionContext(folder, ScriptedAgent.settings(), environment()));
        first.open(new Silent(), new OpenRequest.Fresh(settings()));
        FakeSessionContext next = restart(first, new ClaudeProvider());
        assertEquals(Optional.of(new ResumeToken(Silent.SESSION)), next.sink().awaitReady().token());
        completes(next, "one");
    }

    /** Starts the CLI and dies before it says anything to it. */
    private static final class Silent implements AgentProvider {
        private static final String SESSION = "11111111-2222-4333-8444-555555555555";

        @Override
        public ProviderDescriptor descriptor() {
            return new ClaudeProvider().descriptor();
        }

        @Override
        public Availability probe(ProbeContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AgentSession open(OpenRequest request, SessionContext context) {
            ClaudeProgram program = ClaudeProgram.find(context.programs(), context.settings(), context.environment());
            UnprovenSession.in(context.stateDirectory()).remember(SESSION);
            AgentProcess process = context.processes()
                    .start(new Launch(program, request.settings(), Optional.empty(), true).fresh(SESSION));
            return new ClaudeSession(context, new ClaudeMapper(Optional.of(SESSION), Optional.empty()), process, Optional.empty());
        }
    }

    @Test
    void aSessionThatWasLetGoDoesNotEndTheProcess() {
        FakeSessionContext first = fresh(new ClaudeProvider(SHORT), Map.of(ScriptedAgent.MODE, "never-answers"));
        FakeSessionContext next = restart(first, new ClaudeProvider());
        first.sink().await(AgentEvent.SessionLost.class, any -> true);
        next.call(session -> session.select(new Setting.OfMode("plan")));
        next.sink().await(AgentEvent.SettingChanged.class, any -> true);
        assertEquals(1, next.processesAlive());
    }

    @Test
    void aSessionThatWasReadyIsNotWatchedAgain() {
        FakeSessionContext first = fresh();
        completes(first, "one");
        FakeSessionContext next = restart(first, new ClaudeProvider(Duration.ZERO));
        completes(next, "two");
        assertEquals(List.of(), next.sink().events(AgentEvent.SessionLost.class));
    }

    @Test
    void theCliIsAskedOnceHowFarItHasRead() {
        FakeSessionContext first = fresh();
        first.sink().awaitReady();
        first.loseNextSend();
        start(first, "lost");
        Send lost = first.sends().getLast();
        FakeSessionContext next = restart(first, new ClaudeProvider());
        next.call(session -> {
            for (int i = 0; i < 3; i++) {
                assertEquals(Delivery.UNKNOWN, session.delivered(lost, List.of()));
            }
        });
        assertEquals(Delivery.NO, next.prove(lost));
        List<Send> sends = next.sends();
        assertEquals(lost.number() + 1, sends.getLast().number());
        assertTrue(sends.getLast().text().contains(ClaudeProtocol.PROBE), sends.getLast().text());
        next.call(session -> assertEquals(Delivery.YES, session.delivered(sends.getLast(), List.of())));
    }

    @Test
    void aDeadCliIsAskedNothing() {
        FakeSessionContext first = fresh();
        first.sink().awaitReady();
        first.loseNextSend();
        start(first, "lost");
        Send lost = first.sends().getLast();
        first.killProcess();
        first.awaitExit();
        first.call(session -> assertEquals(Delivery.UNKNOWN, session.delivered(lost, List.of())));
        assertEquals(lost, first.sends().getLast());
    }

    @Test
    void aPromptThatTheDeadCliHadBegunIsNotSentAgain() {
        FakeSessionContext first = fresh();
        completes(first, "one");
        start(first, "[[hang]]");
        Send prompt = first.sends().getLast();
        Path file = ScriptedAgent.session(sessions(), first.sink().awaitReady().token().orElseThrow().value());
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.readString(file).contains("[[hang]]"));
        first.killProcess();
        first.awaitExit();
        FakeSessionContext next = resumed(first);
        assertEquals(Delivery.YES, next.prove(prompt));
        completes(next, "two");
        assertEquals(1, timesRun("[[hang]]"));
    }

    @Test
    void aTurnThatIsOverStaysSoWhenItsPromptComesAgainAfterACheckpoint() {
        FakeSessionContext first = fresh();
        TurnId turn = start(first, "once");
        first.sink().awaitEnd(turn);
        first.call(session -> {});
        FakeSessionContext next = restart(first, new ClaudeProvider());
        next.call(session -> session.startTurn(turn, Prompt.of("once")));
        completes(next, "after");
        assertEquals(2, next.sink().events(AgentEvent.TurnEnded.class).size());
        assertEquals(1, timesRun("once"));
    }

    @Test
    void aPromptThatTheDeadCliNeverSawIsStartedAgain() {
        FakeSessionContext first = fresh();
        completes(first, "one");
        first.loseNextSend();
        TurnId turn = start(first, "lost");
        Send lost = first.sends().getLast();
        first.killProcess();
        first.awaitExit();
        FakeSessionContext next = resumed(first);
        assertEquals(Delivery.NO, next.prove(lost));
        next.call(session -> session.startTurn(turn, Prompt.of("lost")));
        assertEquals(new AgentEvent.Outcome.Completed(), next.sink().awaitEnd(turn));
        assertEquals(1, timesRun("lost"));
    }

    @Test
    void aConversationWhoseFileHoldsNoPromptIsBegunUnderAnotherName() throws IOException {
        FakeSessionContext first = fresh();
        ResumeToken token = first.sink().awaitReady().token().orElseThrow();
        Path file = ScriptedAgent.session(sessions(), token.value());
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"type\":\"queue-operation\",\"operation\":\"enqueue\",\"content\":\"one\"}\n");
        first.close();
        FakeSessionContext next = resumed(first);
        assertNotEquals(Optional.of(token), next.sink().awaitReady().token());
        completes(next, "two");
        assertFalse(UnprovenSession.in(folder).is(next.sink().awaitReady().token().orElseThrow().value()));
    }

    /** The first host began it and died; the file of the conversation is not where the second one looks for it. */
    @Test
    void aCliThatRefusesToBeginAConversationAgainIsToldToResumeItByASessionThatTookItOver() throws IOException {
        Map<String, String> elsewhere = Map.of(ScriptedAgent.SESSIONS, sessions().toString(), "CLAUDE_CONFIG_DIR", folder.toString());
        FakeSessionContext first = fresh(new ClaudeProvider(), elsewhere);
        ResumeToken token = first.sink().awaitReady().token().orElseThrow();
        Path file = ScriptedAgent.session(sessions(), token.value());
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"type\":\"user\",\"uuid\":\"u\"}\n");
        first.close();
        FakeSessionContext again = resumed(first);
        FakeSessionContext next = restart(again, new ClaudeProvider());
        assertEquals(Optional.of(token), next.sink().awaitReady().token());
        completes(next, "two");
        assertEquals(2, next.processesStarted());
    }
}
