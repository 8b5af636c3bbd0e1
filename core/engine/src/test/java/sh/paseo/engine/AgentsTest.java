package sh.paseo.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sh.paseo.api.AgentId;
import sh.paseo.api.PermissionId;
import sh.paseo.api.ProviderId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.AgentEvent.Outcome;
import sh.paseo.api.agent.Delivery;
import sh.paseo.api.agent.DeliveryGuarantee;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.ProcessExit;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.Setting;
import sh.paseo.api.agent.TimelineItem;

@Timeout(20)
class AgentsTest {
    private final MemoryStore store = new MemoryStore();
    private final FakeProcessHost processes = new FakeProcessHost();
    private final FakeProvider provider = new FakeProvider();
    private final List<Announcement> heard = new CopyOnWriteArrayList<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final Agents agents = new Agents(new EngineContext(store, processes, provider, this::publish,
            new Time(InstantSource.system(), System::nanoTime), () -> UUID.randomUUID().toString(), Policy.DEFAULT));

    /** Everything announced must be in the store already. */
    private void publish(AgentState state, List<Announcement> announcements) {
        for (Announcement announcement : announcements) {
            if (announcement instanceof Announcement.RowAdded(TimelineRow row) && !store.rows(state.id()).contains(row)) {
                problems.add("published before it was stored: " + row);
            }
            heard.add(announcement);
        }
    }

    @AfterEach
    void nothingWasPublishedBeforeItWasStored() {
        agents.close();
        assertEquals(List.of(), problems);
    }

    private AgentState create(String prompt) {
        return get(agents.create(new CreateAgent(new ProviderId("fake"), Path.of("/"), States.profile(), Optional.empty(),
                Optional.of(new CreateAgent.FirstPrompt(Prompt.of(prompt), Optional.of("m1"))), Optional.empty())));
    }

    private static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static EngineException refusal(CompletableFuture<?> future) {
        Throwable cause = assertThrows(CompletionException.class, () -> get(future)).getCause();
        return assertInstanceOf(EngineException.class, cause);
    }

    private List<String> texts(AgentId id) {
        return store.rows(id).stream().map(row -> switch (row.item()) {
            case TimelineItem.UserMessage m -> "user " + m.text();
            case TimelineItem.AssistantText t -> "agent " + t.delta();
            case TimelineItem.Notice n -> "notice " + n.message();
            case TimelineItem other -> other.toString();
        }).toList();
    }

    @Test
    void aCreatedAgentRunsItsFirstPrompt() {
        AgentState agent = create("hi there\nsecond line");
        assertEquals(Lifecycle.RUNNING, agent.activity().lifecycle());
        assertEquals(Optional.of("hi there"), agent.profile().title());
        await().until(() -> provider.asked.contains("start hi there\nsecond line"));
        provider.say("hello");
        provider.end(new Outcome.Completed());
        AgentState done = get(agents.settled(agent.id(), Optional.empty())).orElseThrow();
        assertEquals(Lifecycle.IDLE, done.activity().lifecycle());
        assertEquals(Activity.Attention.Reason.FINISHED, done.activity().attention().orElseThrow().reason());
        assertEquals(List.of("user hi there\nsecond line", "agent hello"), texts(agent.id()));
        assertEquals(2, done.progress().lastSeq());
    }

    @Test
    void anAgentThatCannotBeOpenedIsRefusedAndNothingIsLeft() {
        provider.openFailure = Optional.of("no such program");
        EngineException refused = refusal(agents.create(new CreateAgent(new ProviderId("fake"), Path.of("/"), States.profile(),
                Optional.empty(), Optional.empty(), Optional.empty())));
        assertEquals("no such program", refused.getMessage());
        assertEquals(List.of(), List.copyOf(agents.all()));
        assertEquals(List.of(), get(store.agents()));
    }

    @Test
    void anUnknownProviderIsRefused() {
        EngineException refused = refusal(agents.create(new CreateAgent(new ProviderId("other"), Path.of("/"), States.profile(),
                Optional.empty(), Optional.empty(), Optional.empty())));
        assertTrue(refused.getMessage().contains("\"other\" is not installed"), refused.getMessage());
    }

    @Test
    void aPromptWithTheSameMessageIdRunsOnce() {
        AgentState agent = create("one");
        await().until(() -> provider.asked.contains("start one"));
        provider.end(new Outcome.Completed());
        get(agents.settled(agent.id(), Optional.empty()));
        get(agents.prompt(agent.id(), Prompt.of("two"), Optional.of("m2"), Optional.empty()));
        get(agents.prompt(agent.id(), Prompt.of("two"), Optional.of("m2"), Optional.empty()));
        get(agents.prompt(agent.id(), Prompt.of("one"), Optional.of("m1"), Optional.empty()));
        await().until(() -> provider.asked.contains("start two"));
        provider.end(new Outcome.Completed());
        get(agents.settled(agent.id(), Optional.empty()));
        assertEquals(List.of("user one", "user two"), texts(agent.id()));
        assertEquals(2, provider.asked.stream().filter(a -> a.startsWith("start")).count());
    }

    @Test
    void aPromptDuringATurnInterruptsItAndFollows() {
        AgentState agent = create("one");
        await().until(() -> provider.asked.contains("start one"));
        CompletableFuture<AgentState> second = agents.prompt(agent.id(), Prompt.of("two"), Optional.of("m2"), Optional.empty());
        await().until(() -> provider.asked.contains("interrupt"));
        assertFalse(second.isDone());
        provider.end(new Outcome.Interrupted("interrupted"));
        assertEquals(Lifecycle.RUNNING, get(second).activity().lifecycle());
        await().until(() -> provider.asked.contains("start two"));
    }

    @Test
    void cancelWaitsForTheEndOfTheTurn() {
        AgentState agent = create("one");
        await().until(() -> provider.asked.contains("start one"));
        CompletableFuture<AgentState> canceled = agents.cancel(agent.id());
        await().until(() -> provider.asked.contains("interrupt"));
        provider.end(new Outcome.Interrupted("interrupted"));
        assertEquals(Lifecycle.IDLE, get(canceled).activity().lifecycle());
        assertEquals(Lifecycle.IDLE, get(agents.cancel(agent.id())).activity().lifecycle());
    }

    @Test
    void aQuestionIsAnsweredOnce() {
        AgentState agent = create("one");
        await().until(() -> provider.turn.isPresent());
        PermissionId id = new PermissionId("q1");
        provider.emit(new AgentEvent.PermissionAsked(provider.turn.get(), FakeProvider.question("q1")));
        AgentState waiting = get(agents.settled(agent.id(), Optional.empty())).orElseThrow();
        assertEquals(1, waiting.activity().permissions().size());
        AgentState after = get(agents.answer(agent.id(), id, PermissionAnswer.Allow.once()));
        assertEquals(List.of(), after.activity().permissions());
        await().until(() -> provider.asked.contains("answer q1"));
        assertEquals(List.of(), get(agents.answer(agent.id(), id, PermissionAnswer.Allow.once())).activity().permissions());
        PermissionAnswer other = new PermissionAnswer.Deny(Optional.empty(), false);
        assertEquals(EngineException.Code.NOT_FOUND, refusal(agents.answer(agent.id(), id, other)).code());
        assertEquals(1, provider.asked.stream().filter("answer q1"::equals).count());
    }

    @Test
    void aSettingIsAnsweredByTheSession() {
        AgentState agent = create("one");
        Setting mode = new Setting.OfMode("plan");
        CompletableFuture<AgentState> set = agents.select(agent.id(), mode);
        await().until(() -> provider.asked.contains("select " + mode));
        provider.emit(new AgentEvent.SettingChanged(mode));
        assertEquals(Optional.of("plan"), get(set).profile().settings().mode());
        Setting model = new Setting.OfModel(Optional.of("m"));
        CompletableFuture<AgentState> refused = agents.select(agent.id(), model);
        provider.emit(new AgentEvent.SettingRefused(model, "no such model"));
        assertEquals("no such model", refusal(refused).getMessage());
    }

    @Test
    void aFailingSessionEndsTheTurnWithItsReason() {
        AgentState agent = create("throw");
        AgentState failed = get(agents.settled(agent.id(), Optional.empty())).orElseThrow();
        assertEquals(Lifecycle.ERROR, failed.activity().lifecycle());
        assertEquals(Optional.of("IllegalStateException: startTurn bug"), failed.activity().lastError());
    }

    @Test
    void aLostSessionIsOpenedAgainByTheNextPromptAndResumed() {
        AgentState agent = create("one");
        await().until(() -> provider.asked.contains("start one"));
        provider.emit(new AgentEvent.SessionLost("it died"));
        assertEquals(Lifecycle.ERROR, get(agents.settled(agent.id(), Optional.empty())).orElseThrow().activity().lifecycle());
        assertEquals(Lifecycle.RUNNING,
                get(agents.prompt(agent.id(), Prompt.of("two"), Optional.empty(), Optional.empty())).activity().lifecycle());
        assertInstanceOf(sh.paseo.api.agent.OpenRequest.Resume.class, provider.opened.getLast());
    }

    @Test
    void aLineForAProcessThatHasEndedIsNotTheEndOfItsSession() {
        provider.sends = true;
        processes.ended = true;
        AgentState agent = create("one");
        await().until(() -> processes.written.contains("1:one"));
        provider.say("another process");
        await().until(() -> texts(agent.id()).contains("agent another process"));
        assertFalse(texts(agent.id()).stream().anyMatch(text -> text.startsWith("notice")));
        assertEquals(Lifecycle.RUNNING, agents.find(agent.id()).orElseThrow().activity().lifecycle());
    }

    @Test
    void whatASessionSendsAtTheEndOfAProcessIsShownToItBeforeTheNextLine() {
        AgentState agent = create("one");
        processes.listener.orElseThrow().exited("p1", new ProcessExit(OptionalInt.of(1), "", false));
        await().until(() -> provider.asked.contains("sent 1"));
        await().until(() -> processes.written.contains("1:greeting of the next process"));
        assertEquals(1, get(store.sends(agent.id(), 0)).size());
    }

    /** An agent that dies with its prompt sent. */
    private AgentState dying(Delivery read) {
        provider.sends = true;
        provider.dies = true;
        provider.guarantee = DeliveryGuarantee.EXACTLY_ONCE;
        provider.delivered.put(1L, read);
        AgentState agent = create("one");
        await().until(() -> processes.written.contains("1:one"));
        processes.listener.orElseThrow().exited("p1", new ProcessExit(OptionalInt.of(137), "", false));
        return agent;
    }

    private long begun() {
        return provider.asked.stream().filter("start one"::equals).count();
    }

    @Test
    void aPromptThatADyingAgentHasNotReadRunsInItsNextProcess() {
        AgentState agent = dying(Delivery.NO);
        await().until(() -> processes.written.contains("2:one"));
        assertEquals(2, begun());
        provider.say("hello");
        provider.end(new Outcome.Completed());
        assertEquals(Lifecycle.IDLE, get(agents.settled(agent.id(), Optional.empty())).orElseThrow().activity().lifecycle());
        assertEquals(List.of("user one", "agent hello"), texts(agent.id()));
    }

    @Test
    void aPromptThatIsGivenToAnAgentThatHasJustDiedRunsInItsNextProcess() {
        provider.sends = true;
        provider.dies = true;
        provider.guarantee = DeliveryGuarantee.EXACTLY_ONCE;
        AgentState agent = create("one");
        await().until(() -> processes.written.contains("1:one"));
        provider.end(new Outcome.Completed());
        get(agents.settled(agent.id(), Optional.empty()));
        provider.exiting.drainPermits();
        processes.listener.orElseThrow().exited("p1", new ProcessExit(OptionalInt.of(137), "", false));
        get(agents.prompt(agent.id(), Prompt.of("two"), Optional.empty(), Optional.empty()));
        provider.exiting.release(1_000);
        await().until(() -> processes.written.stream().anyMatch(line -> line.endsWith(":two")));
        provider.end(new Outcome.Completed());
        assertEquals(Lifecycle.IDLE, get(agents.settled(agent.id(), Optional.empty())).orElseThrow().activity().lifecycle());
        assertEquals(List.of("user one", "user two"), texts(agent.id()));
    }

    @Test
    void aPromptThatItsAgentDiesOfTwiceFails() {
        AgentState agent = dying(Delivery.UNKNOWN);
        await().until(() -> processes.written.contains("2:one"));
        processes.listener.orElseThrow().exited("p1", new ProcessExit(OptionalInt.of(137), "", false));
        get(agents.settled(agent.id(), Optional.empty()));
        assertEquals(2, begun());
        assertEquals(1, texts(agent.id()).stream().filter(text -> text.startsWith("notice")).count(), () -> texts(agent.id()).toString());
    }

    @Test
    void aPromptThatADyingAgentHasReadIsNotRunAgain() {
        AgentState agent = dying(Delivery.YES);
        get(agents.settled(agent.id(), Optional.empty()));
        assertEquals(1, begun());
    }

    @Test
    void linesAndSendsKeepTheirOrderAndPosition() {
        provider.sends = true;
        AgentState agent = create("one");
        await().until(() -> processes.written.contains("1:one"));
        assertEquals(1, get(store.sends(agent.id(), 1)).size());
        await().until(() -> provider.asked.contains("sent 1"));
        assertTrue(processes.listener.orElseThrow().line("p1", new Line(0, 10, "say hi", false)));
        await().until(() -> texts(agent.id()).contains("agent hi"));
        provider.end(new Outcome.Completed());
        AgentState done = get(agents.settled(agent.id(), Optional.empty())).orElseThrow();
        assertEquals(Optional.of(new JournalPosition("p1", 10)), done.progress().journal());
        assertEquals(1, done.progress().lastSend());
        assertTrue(processes.committed.contains(new JournalPosition("p1", 10)));
    }

    @Test
    void aMapperThatFailsCostsItsOwnSessionOnly() {
        AgentState agent = create("one");
        await().until(() -> provider.turn.isPresent());
        processes.listener.orElseThrow().line("p1", new Line(0, 6, "crash", false));
        AgentState failed = get(agents.settled(agent.id(), Optional.empty())).orElseThrow();
        assertTrue(failed.activity().lastError().orElseThrow().contains("mapper bug"));
    }

    @Test
    void aFullDiskDelaysButLosesNothing() {
        AgentState agent = create("one");
        await().until(() -> provider.asked.contains("start one"));
        store.failNext(2);
        provider.say("kept");
        provider.end(new Outcome.Completed());
        get(agents.settled(agent.id(), Optional.empty()));
        assertEquals(List.of("user one", "agent kept"), texts(agent.id()));
    }

    @Test
    void archivingEndsTheSessionAndAPromptBringsTheAgentBack() {
        AgentState agent = create("one");
        AgentState archived = get(agents.archive(agent.id()));
        assertTrue(archived.activity().times().archivedAt().isPresent());
        assertEquals(Lifecycle.IDLE, archived.activity().lifecycle());
        await().until(() -> provider.asked.contains("close"));
        AgentState back = get(agents.prompt(agent.id(), Prompt.of("two"), Optional.empty(), Optional.empty()));
        assertTrue(back.activity().times().archivedAt().isEmpty());
    }

    @Test
    void aSessionThatIsEndedWhileItOpensIsClosedAllTheSame() {
        provider.opening.drainPermits();
        AgentState agent = create("one");
        get(agents.archive(agent.id()));
        provider.opening.release();
        await().until(() -> provider.asked.contains("close"));
    }

    @Test
    void aDeletedAgentIsForgotten() {
        AgentState agent = create("one");
        get(agents.delete(agent.id()));
        assertTrue(agents.find(agent.id()).isEmpty());
        assertEquals(List.of(agent.id()), processes.forgotten);
        assertTrue(heard.getLast() instanceof Announcement.Removed);
        get(agents.delete(agent.id()));
        assertEquals(EngineException.Code.NOT_FOUND,
                refusal(agents.prompt(agent.id(), Prompt.of("x"), Optional.empty(), Optional.empty())).code());
    }

    @Test
    void waitingEndsAtItsLimit() {
        AgentState agent = create("one");
        assertTrue(get(agents.settled(agent.id(), Optional.of(Duration.ofMillis(20)))).isEmpty());
    }

    @Test
    void whatAnEarlierDaemonLeftIsShownAsInterrupted() {
        AgentState running = States.named("22222222-0000-0000-0000-000000000000");
        running = running.with(running.activity().with(Lifecycle.RUNNING).withTurn(Optional.of(new sh.paseo.api.TurnId("t"))));
        get(store.commit(new Commit(running, List.of(), List.of(), List.of(), List.of(), Optional.empty())));
        agents.load();
        AgentState quiet = agents.find(running.id()).orElseThrow();
        assertEquals(Lifecycle.IDLE, quiet.activity().lifecycle());
        assertTrue(quiet.activity().turn().isEmpty());
        assertEquals(1, texts(running.id()).size());
        assertTrue(texts(running.id()).getFirst().contains("interrupted"));
    }

    @Test
    void tenThousandItemsMakeFewCommitsAndNoGap() {
        AgentState agent = create("one");
        await().until(() -> provider.turn.isPresent());
        int before = store.commits();
        for (int i = 0; i < 10_000; i++) {
            provider.emit(AgentEvent.Item.of(provider.turn.get(),
                    new TimelineItem.Todo(List.of(new TimelineItem.Todo.Entry("item " + i, false)))));
        }
        provider.end(new Outcome.Completed());
        get(agents.settled(agent.id(), Optional.empty()));
        assertEquals(10_001, store.rows(agent.id()).size());
        assertTrue(store.commits() - before < 5_000, "commits: " + (store.commits() - before));
    }

    @Test
    void labelsAreMergedAndNamesReplaceTitles() {
        AgentState agent = create("one");
        get(agents.rename(agent.id(), Optional.empty(), Map.of("a", "1")));
        AgentState named = get(agents.rename(agent.id(), Optional.of("Mine"), Map.of("b", "2")));
        assertEquals(Map.of("a", "1", "b", "2"), named.profile().labels());
        assertEquals(Optional.of("Mine"), named.profile().title());
    }
}
