package sh.paseo.agent.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.PluginException;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.AgentSession;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.SessionSettings;
import sh.paseo.api.agent.Setting;
import sh.paseo.api.agent.TimelineItem;

class LoadAgentTest {
    private static final TurnId TURN = new TurnId("turn-1");

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();
    private Optional<AgentSession> opened = Optional.empty();

    @AfterEach
    void nothingIsLeftRunning() {
        opened.ifPresent(AgentSession::close);
        host.awaitNoThreads();
    }

    private SessionSettings settings(Optional<String> mode, Optional<String> model) {
        return new SessionSettings(folder, mode, model, Optional.empty(), Optional.empty(), JsonObject.EMPTY_JSON_OBJECT,
                JsonObject.EMPTY_JSON_OBJECT);
    }

    private AgentSession run(String prompt) {
        AgentSession session = new LoadProvider().open(new OpenRequest.Fresh(settings(Optional.empty(), Optional.empty())), host);
        opened = Optional.of(session);
        session.startTurn(TURN, Prompt.of(prompt));
        return session;
    }

    @Test
    void providerIsFoundByItsDescriptorFile() {
        assertTrue(ServiceLoader.load(AgentProvider.class).stream().anyMatch(found -> found.type() == LoadProvider.class));
    }

    @Test
    void updatesAreSeparateItemsInOrder() {
        run("emit 500 agent stream updates");
        assertInstanceOf(AgentEvent.Outcome.Completed.class, host.awaitOutcome());
        List<String> texts = host.items(TimelineItem.Todo.class).stream().map(todo -> todo.entries().getFirst().text()).toList();
        assertEquals(Stream.iterate(0, n -> n + 1).limit(500).map(n -> "stress-update-" + n).toList(), texts);
    }

    @Test
    void sizedItemsAreOfSeveralKindsAndNeverTwoOfOneKindInTurn() {
        run("emit 6 items of 1000 bytes");
        host.awaitOutcome();
        List<TimelineItem> items = host.items(TimelineItem.class);
        assertEquals(6, items.size());
        for (int i = 1; i < items.size(); i++) {
            assertNotEquals(items.get(i - 1).getClass(), items.get(i).getClass());
            assertTrue(items.get(i).toString().contains("x".repeat(1000)));
        }
    }

    @Test
    void coalescedUpdatesArePiecesOfOneText() {
        run("emit 50 coalesced agent stream updates");
        host.awaitOutcome();
        assertEquals(50, host.items(TimelineItem.AssistantText.class).size());
        assertTrue(host.text().endsWith("coalesced-update-48 coalesced-update-49 "), host.text());
    }

    @Test
    void eventsOfATurnLieBetweenItsStartAndItsEnd() {
        run("emit 2 agent stream updates");
        host.awaitOutcome();
        assertInstanceOf(AgentEvent.SessionReady.class, host.events.getFirst());
        assertEquals(new AgentEvent.TurnStarted(TURN), host.events.get(1));
        assertInstanceOf(AgentEvent.TurnEnded.class, host.events.getLast());
    }

    @Test
    void takingTimeEndsByItself() {
        run("take 0 seconds");
        assertInstanceOf(AgentEvent.Outcome.Completed.class, host.awaitOutcome());
    }

    @Test
    void interruptEndsAWaitAtOnce() {
        AgentSession session = run("take 3600 seconds");
        host.awaitFirst(AgentEvent.TurnStarted.class);
        session.interrupt(TURN);
        assertEquals(new AgentEvent.Outcome.Interrupted("interrupted"), host.awaitOutcome());
    }

    @Test
    void interruptEndsAStream() {
        AgentSession session = run("emit 1000000 agent stream updates");
        host.awaitFirst(AgentEvent.Item.class);
        session.interrupt(TURN);
        assertEquals(new AgentEvent.Outcome.Interrupted("interrupted"), host.awaitOutcome());
        assertTrue(host.items(TimelineItem.Todo.class).size() < 1_000_000);
    }

    @Test
    void permissionIsAskedAndTheAnswerRepeated() {
        AgentSession session = run("ask permission");
        AgentEvent.PermissionAsked asked = host.awaitFirst(AgentEvent.PermissionAsked.class);
        session.answer(asked.request().id(), PermissionAnswer.Allow.once());
        assertInstanceOf(AgentEvent.Outcome.Completed.class, host.awaitOutcome());
        assertEquals("You allowed it.\n", host.text());
    }

    @Test
    void denialIsRepeatedToo() {
        AgentSession session = run("ask permission");
        AgentEvent.PermissionAsked asked = host.awaitFirst(AgentEvent.PermissionAsked.class);
        session.answer(asked.request().id(), new PermissionAnswer.Deny(Optional.empty(), false));
        host.awaitOutcome();
        assertEquals("You denied it.\n", host.text());
    }

    @Test
    void interruptWithdrawsTheQuestion() {
        AgentSession session = run("ask permission");
        host.awaitFirst(AgentEvent.PermissionAsked.class);
        session.interrupt(TURN);
        assertInstanceOf(AgentEvent.Outcome.Interrupted.class, host.awaitOutcome());
        assertEquals(1, host.all(AgentEvent.PermissionWithdrawn.class).size());
    }

    @Test
    void failureEndsTheTurnAndNotTheSession() {
        AgentSession session = run("fail");
        AgentEvent.Outcome.Failed failed = assertInstanceOf(AgentEvent.Outcome.Failed.class, host.awaitOutcome());
        assertEquals(Optional.of("told_to_fail"), failed.code());
        session.startTurn(new TurnId("turn-2"), Prompt.of("fail"));
    }

    @Test
    void deathLosesTheSession() {
        AgentSession session = run("die");
        host.awaitFirst(AgentEvent.SessionLost.class);
        assertInstanceOf(AgentEvent.SessionLost.class, host.events.getLast());
        assertTrue(host.all(AgentEvent.TurnEnded.class).isEmpty());
        assertThrows(PluginException.class, () -> session.startTurn(new TurnId("turn-2"), Prompt.of("fail")));
    }

    @Test
    void anythingElseIsAnsweredWithHelp() {
        run("hello");
        host.awaitOutcome();
        assertEquals(Task.HELP, host.text());
    }

    @Test
    void closeEndsTheRunningTurnAndMayBeRepeated() {
        AgentSession session = run("take 3600 seconds");
        session.close();
        session.close();
        assertEquals(1, host.all(AgentEvent.TurnEnded.class).size());
        assertTrue(host.threads.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void settingsItDoesNotHaveAreRefused() {
        AgentSession session = run("take 0 seconds");
        session.select(new Setting.OfMode("other"));
        session.select(new Setting.OfThinking(Optional.of("hard")));
        assertEquals(2, host.all(AgentEvent.SettingRefused.class).size());
        session.select(new Setting.OfModel(Optional.empty()));
        assertEquals(1, host.all(AgentEvent.SettingChanged.class).size());
    }

    @Test
    void unknownModelOpensNothing() {
        OpenRequest request = new OpenRequest.Fresh(settings(Optional.empty(), Optional.of("gpt")));
        assertThrows(PluginException.class, () -> new LoadProvider().open(request, host));
        assertTrue(host.events.isEmpty());
    }
}
