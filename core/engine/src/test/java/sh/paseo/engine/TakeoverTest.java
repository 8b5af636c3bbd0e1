package sh.paseo.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sh.paseo.api.AgentId;
import sh.paseo.api.PermissionId;
import sh.paseo.api.agent.Delivery;
import sh.paseo.api.agent.DeliveryGuarantee;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.ProcessExit;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.ResumeToken;
import sh.paseo.api.agent.Send;
import sh.paseo.api.agent.TimelineItem;

/** How a daemon goes on with the agents that an earlier one left. */
@Timeout(20)
class TakeoverTest {
    private static final AgentId AGENT = new AgentId("22222222-0000-0000-0000-000000000000");
    private static final Duration PATIENT = Duration.ofMinutes(1);
    private static final ProcessExit GONE = new ProcessExit(OptionalInt.empty(), "", false);

    private final MemoryStore store = new MemoryStore();
    private final FakeProcessHost processes = new FakeProcessHost();
    private final FakeProvider provider = new FakeProvider();
    private final List<Announcement> heard = new CopyOnWriteArrayList<>();
    private Policy policy = new Policy(Optional.empty(), PATIENT, true);
    private Agents agents;

    @AfterEach
    void close() {
        if (agents != null) {
            agents.close();
        }
    }

    private void load() {
        provider.guarantee = DeliveryGuarantee.EXACTLY_ONCE;
        agents = new Agents(new EngineContext(store, processes, provider, (state, news) -> heard.addAll(news),
                new Time(InstantSource.system(), System::nanoTime), () -> UUID.randomUUID().toString(), policy));
        agents.load();
    }

    /** An agent in the middle of turn {@code t1}, whose prompt was sent first and whose output was read up to {@code offset}. */
    private static AgentState working(long offset) {
        AgentState state = States.named(AGENT.value());
        return state.with(state.activity().with(Lifecycle.RUNNING).withTurn(Optional.of(FakeProvider.TURN)))
                .with(state.conversation().with(Optional.of(new ResumeToken("token"))))
                .with(new Progress(0, 1, Optional.of(new JournalPosition("p1", offset))));
    }

    private static StoredSend send(long number, long offset) {
        return new StoredSend(new Send(number, Optional.of(FakeProvider.TURN), number + ":line"),
                Optional.of(new JournalPosition("p1", offset)), false);
    }

    private static QueuedPrompt prompt(String turn) {
        return new QueuedPrompt(new sh.paseo.api.TurnId(turn), Prompt.of("prompt of " + turn));
    }

    private void left(AgentState state, List<StoredSend> sends, List<Long> done, Recovery recovery) {
        get(store.commit(new Commit(state, List.of(), sends, done, List.of(), Optional.empty(), recovery)));
    }

    private void left(AgentState state) {
        left(state, List.of(send(1, 0)), List.of(1L), new Recovery(List.of(prompt("t1")), List.of(), Optional.empty()));
    }

    private void process(boolean alive) {
        processes.left = Map.of(AGENT, Optional.of(new LeftProcess("p1", alive)));
    }

    private static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Lines of ten bytes each, from {@code offset} on. */
    private void lines(long offset, String... texts) {
        await().until(() -> !processes.adopted.isEmpty());
        long start = offset;
        for (String text : texts) {
            assertTrue(processes.listener.orElseThrow().line("p1", new Line(start, start + 10, text, false)));
            start += 10;
        }
    }

    private void caughtUp() {
        await().until(() -> !processes.adopted.isEmpty());
        processes.listener.orElseThrow().caughtUp("p1");
    }

    private AgentState agent() {
        return agents.find(AGENT).orElseThrow();
    }

    private List<String> texts() {
        return store.rows(AGENT).stream().map(TimelineRow::item).map(item -> switch (item) {
            case TimelineItem.AssistantText(String text) -> text;
            case TimelineItem.Notice(String text) -> "notice: " + text;
            default -> item.toString();
        }).toList();
    }

    @Test
    void theSessionIsShownLinesAndSendsInTheirOrderAndOnlyNewLinesTakeEffect() {
        process(true);
        left(working(20), List.of(send(1, 0), send(2, 10)), List.of(1L, 2L),
                new Recovery(List.of(prompt("t1")), List.of(), Optional.empty()));
        load();
        lines(0, "was a", "was b", "was c");
        await().until(() -> texts().equals(List.of("c")));
        assertEquals(List.of("sent 1", "again was a", "sent 2", "again was b", "replayed"), List.copyOf(provider.asked));
        assertEquals(List.of("p1 from 0"), processes.adopted);
        OpenRequest.Reattach request = assertInstanceOf(OpenRequest.Reattach.class, provider.opened.getFirst());
        assertEquals(Optional.of(new ResumeToken("token")), request.token());
        assertEquals(Lifecycle.RUNNING, agent().activity().lifecycle());
        lines(30, "end");
        assertEquals(Lifecycle.IDLE, get(agents.settled(AGENT, Optional.empty())).orElseThrow().activity().lifecycle());
    }

    @Test
    void replayStartsAtTheCheckpoint() {
        process(true);
        Checkpoint checkpoint = new Checkpoint(new JournalPosition("p1", 10), 1, Json.createObjectBuilder().add("lines", 1).build());
        left(working(20), List.of(send(1, 0), send(2, 10)), List.of(1L, 2L),
                new Recovery(List.of(prompt("t1")), List.of(), Optional.of(checkpoint)));
        load();
        lines(10, "was b", "was c");
        await().until(() -> texts().equals(List.of("c")));
        assertEquals(List.of("sent 2", "again was b", "replayed"), List.copyOf(provider.asked));
        assertEquals(List.of("p1 from 10"), processes.adopted);
        assertEquals(Optional.of(checkpoint.state()), ((OpenRequest.Reattach) provider.opened.getFirst()).checkpoint());
    }

    @Test
    void aCheckpointOfAnotherProcessIsNotUsed() {
        process(true);
        Checkpoint checkpoint = new Checkpoint(new JournalPosition("p0", 10), 0, Json.createObjectBuilder().build());
        left(working(0), List.of(send(1, 0)), List.of(1L), new Recovery(List.of(prompt("t1")), List.of(), Optional.of(checkpoint)));
        load();
        await().until(() -> processes.adopted.equals(List.of("p1 from 0")));
        assertEquals(Optional.empty(), ((OpenRequest.Reattach) provider.opened.getFirst()).checkpoint());
    }

    @Test
    void aCheckpointIsKeptAtTheEndOfEveryTurn() {
        process(true);
        left(working(0));
        load();
        lines(0, "ready", "was a", "end");
        await().until(() -> get(store.checkpoint(AGENT)).isPresent());
        Checkpoint kept = get(store.checkpoint(AGENT)).orElseThrow();
        assertEquals(new JournalPosition("p1", 30), kept.at());
        assertEquals(1, kept.lastSend());
        assertEquals(3, kept.state().getInt("lines"));
    }

    @Test
    void aQuestionAskedBeforeIsAnsweredAfterwards() {
        process(true);
        AgentState state = working(20);
        left(state.with(state.activity().withPermissions(List.of(FakeProvider.question("q1")))));
        load();
        lines(0, "ready", "ask q1");
        await().until(() -> provider.asked.contains("replayed"));
        assertEquals(1, agent().activity().permissions().size());
        get(agents.answer(AGENT, new PermissionId("q1"), PermissionAnswer.Allow.once()));
        await().until(() -> provider.asked.contains("answer q1"));
        assertEquals(List.of(), agent().activity().permissions());
    }

    @Test
    void anAnswerThatADyingAgentHasNotReadIsNotTakenForItsPrompt() {
        process(true);
        provider.dies = true;
        provider.sends = true;
        provider.delivered.put(1L, Delivery.YES);
        AgentState state = working(20);
        left(state.with(state.activity().withPermissions(List.of(FakeProvider.question("q1")))));
        load();
        lines(0, "ready", "ask q1");
        caughtUp();
        get(agents.answer(AGENT, new PermissionId("q1"), PermissionAnswer.Allow.once()));
        await().until(() -> processes.written.contains("2:answer"));
        processes.listener.orElseThrow().exited("p1", GONE);
        await().until(() -> agent().activity().turn().isEmpty());
        assertFalse(provider.asked.contains("start prompt of t1"), provider.asked.toString());
        assertEquals(1, texts().size());
        assertTrue(texts().getFirst().startsWith("notice: "), texts().toString());
    }

    @Test
    void aPromptOfAnEarlierDaemonThatADyingAgentHasNotReadRunsInItsNextProcess() {
        process(true);
        provider.dies = true;
        provider.delivered.put(1L, Delivery.NO);
        left(working(10));
        load();
        lines(0, "ready");
        caughtUp();
        await().until(() -> provider.asked.contains("replayed"));
        processes.listener.orElseThrow().exited("p1", GONE);
        await().until(() -> provider.asked.contains("start prompt of t1"));
        assertEquals(List.of(), texts());
    }

    @Test
    void aPromptThatADeadProcessWasNeverSentRunsInTheNextOne() {
        process(false);
        provider.dies = true;
        left(working(10), List.of(), List.of(), new Recovery(List.of(prompt("t1")), List.of(), Optional.empty()));
        load();
        lines(0, "ready");
        processes.listener.orElseThrow().exited("p1", GONE);
        await().until(() -> provider.asked.contains("start prompt of t1"));
        assertEquals(List.of(), texts());
    }

    @Test
    void whatTheUserAnsweredIsSaidAgain() {
        process(true);
        AgentState state = working(10);
        left(state.with(state.activity().withAnswers(List.of(new GivenAnswer(new PermissionId("q1"), PermissionAnswer.Allow.once())))));
        load();
        lines(0, "ready");
        await().until(() -> provider.asked.contains("answer q1"));
    }

    @Test
    void whatIsWantedDuringTheReplayWaitsForItsEnd() {
        process(true);
        AgentState state = working(20);
        left(state.with(state.activity().withPermissions(List.of(FakeProvider.question("q1")))));
        load();
        get(agents.answer(AGENT, new PermissionId("q1"), PermissionAnswer.Allow.once()));
        lines(0, "ready", "ask q1");
        await().until(() -> provider.asked.contains("answer q1"));
        assertTrue(provider.asked.indexOf("answer q1") > provider.asked.indexOf("replayed"), provider.asked.toString());
    }

    @Test
    void aTurnOfWhichNothingWasSentIsBegun() {
        process(true);
        left(working(10), List.of(), List.of(), new Recovery(List.of(prompt("t1")), List.of(), Optional.empty()));
        load();
        lines(0, "ready");
        await().until(() -> provider.asked.contains("start prompt of t1"));
    }

    @Test
    void aTurnWhosePromptWasSentIsNotBegunAgain() {
        process(true);
        left(working(10));
        load();
        lines(0, "ready", "was a", "end");
        await().until(() -> agent().activity().lifecycle() == Lifecycle.IDLE);
        assertFalse(provider.asked.contains("start prompt of t1"), provider.asked.toString());
        assertEquals(Map.of(), get(store.queued()));
    }

    @Test
    void promptsThatWaitedInterruptTheTurnAndFollow() {
        process(true);
        left(working(10), List.of(send(1, 0)), List.of(1L), new Recovery(List.of(prompt("t1"), prompt("t2")), List.of(), Optional.empty()));
        load();
        lines(0, "ready");
        await().until(() -> provider.asked.contains("interrupt"));
        lines(10, "end");
        await().until(() -> provider.asked.contains("start prompt of t2"));
    }

    @Test
    void anAgentThatWasBeingGreetedGoesOnWhenItIsReady() {
        process(true);
        AgentState state = working(0);
        state = state.with(state.activity().with(Lifecycle.INITIALIZING).withTurn(Optional.empty()));
        left(state, List.of(send(1, 0)), List.of(1L), new Recovery(List.of(prompt("t2")), List.of(), Optional.empty()));
        load();
        caughtUp();
        await().until(() -> provider.asked.contains("replayed"));
        lines(0, "ready");
        await().until(() -> provider.asked.contains("start prompt of t2"));
    }

    @Test
    void aLineThatArrivedIsNotWrittenAgain() {
        process(true);
        provider.delivered.put(1L, Delivery.YES);
        left(working(10), List.of(send(1, 0)), List.of(), new Recovery(List.of(prompt("t1")), List.of(), Optional.empty()));
        load();
        lines(0, "ready");
        caughtUp();
        await().until(() -> get(store.sends(AGENT, 1)).getFirst().done());
        assertEquals(List.of(), processes.written);
    }

    @Test
    void aLineThatDidNotArriveIsWrittenAgain() {
        process(true);
        provider.delivered.put(1L, Delivery.NO);
        left(working(10), List.of(send(1, 0)), List.of(), new Recovery(List.of(prompt("t1")), List.of(), Optional.empty()));
        load();
        lines(0, "ready");
        caughtUp();
        await().until(() -> processes.written.equals(List.of("1:line")));
        await().until(() -> get(store.sends(AGENT, 1)).getFirst().done());
    }

    @Test
    void anAgentThatProvesNothingIsGoneOnWithInANewProcess() {
        policy = new Policy(Optional.empty(), Duration.ofMillis(50), true);
        process(true);
        left(working(10), List.of(send(1, 0)), List.of(), new Recovery(List.of(prompt("t1")), List.of(), Optional.empty()));
        load();
        lines(0, "ready");
        caughtUp();
        await().until(() -> provider.asked.contains("start prompt of t1"));
        assertEquals(List.of(AGENT), processes.closed);
        assertInstanceOf(OpenRequest.Resume.class, provider.opened.getLast());
        assertEquals(List.of(), texts());
    }

    @Test
    void aPromptThatTheNewProcessKnowsIsNotBegunAgain() {
        process(false);
        provider.dies = true;
        left(working(10), List.of(send(1, 0)), List.of(1L), new Recovery(List.of(prompt("t1")), List.of(), Optional.empty()));
        load();
        lines(0, "ready");
        // The journal alone proves nothing; the session that goes on knows better.
        provider.delivered.put(1L, Delivery.UNKNOWN);
        processes.listener.orElseThrow().caughtUp("p1");
        await().until(() -> provider.asked.contains("replayed"));
        provider.opening.drainPermits();
        processes.listener.orElseThrow().exited("p1", GONE);
        await().until(() -> provider.opened.size() == 2);
        provider.delivered.put(1L, Delivery.YES);
        provider.opening.release(100);
        await().until(() -> agent().activity().lifecycle() == Lifecycle.IDLE);
        assertFalse(provider.asked.contains("start prompt of t1"), provider.asked.toString());
        assertEquals(1, texts().size());
        assertTrue(texts().getFirst().contains("this turn was interrupted"), texts().toString());
    }

    @Test
    void aDeadProcessIsReadToItsEndAndItsTurnEndsAsTheJournalSays() {
        process(false);
        provider.dies = true;
        provider.delivered.put(1L, Delivery.YES);
        left(working(10));
        load();
        lines(0, "ready", "was a", "end");
        processes.listener.orElseThrow().exited("p1", GONE);
        await().until(() -> agent().activity().lifecycle() == Lifecycle.IDLE && agent().activity().turn().isEmpty());
        assertEquals(List.of("a"), texts());
    }

    @Test
    void aDeadProcessThatWasAtWorkLeavesAnInterruptedTurnAndWhatWaitedRuns() {
        process(false);
        provider.dies = true;
        provider.delivered.put(1L, Delivery.YES);
        left(working(10), List.of(send(1, 0)), List.of(1L), new Recovery(List.of(prompt("t1"), prompt("t2")), List.of(), Optional.empty()));
        load();
        lines(0, "ready", "was a");
        processes.listener.orElseThrow().exited("p1", GONE);
        await().until(() -> provider.asked.contains("start prompt of t2"));
        assertEquals(List.of("a", "notice: The agent ended while no daemon ran; this turn was interrupted."), texts());
        assertInstanceOf(OpenRequest.Resume.class, provider.opened.getLast());
    }

    @Test
    void aPromptThatADeadProcessNeverGotRunsInTheNextOne() {
        process(false);
        provider.dies = true;
        provider.delivered.put(1L, Delivery.NO);
        left(working(10));
        load();
        lines(0, "ready");
        processes.listener.orElseThrow().exited("p1", GONE);
        await().until(() -> provider.asked.contains("start prompt of t1"));
        assertEquals(List.of(), texts());
    }

    @Test
    void aJournalThatALossOfPowerCutShortEndsTheReplayAllTheSame() {
        process(false);
        provider.dies = true;
        provider.delivered.put(1L, Delivery.YES);
        left(working(500));
        load();
        lines(0, "ready");
        caughtUp();
        processes.listener.orElseThrow().exited("p1", GONE);
        await().until(() -> agent().activity().lifecycle() == Lifecycle.IDLE);
        assertEquals(1, texts().size());
    }

    @Test
    void aFaultOfThePluginDuringTheReplayIsTold() {
        process(true);
        left(working(10));
        load();
        lines(0, "crash");
        await().until(() -> agent().activity().lifecycle() == Lifecycle.ERROR);
        assertTrue(agent().activity().lastError().orElseThrow().contains("mapper bug"));
        assertEquals(List.of(AGENT), processes.closed);
    }

    @Test
    void whatBelongsToNobodyOrToAnArchivedAgentIsEnded() {
        AgentId unknown = new AgentId("33333333-0000-0000-0000-000000000000");
        processes.left = Map.of(AGENT, Optional.of(new LeftProcess("p1", true)), unknown, Optional.of(new LeftProcess("p2", true)));
        AgentState state = States.named(AGENT.value());
        left(state.with(state.activity().with(state.activity().times().archived(Optional.of(state.identity().createdAt())))), List.of(),
                List.of(), Recovery.NONE);
        load();
        assertEquals(List.of(AGENT, unknown), processes.reaped.stream().sorted(java.util.Comparator.comparing(AgentId::value)).toList());
        assertEquals(List.of(), processes.adopted);
    }

    @Test
    void agentsThatMayNotOutliveTheDaemonAreEnded() {
        policy = new Policy(Optional.empty(), PATIENT, false);
        process(true);
        left(working(10));
        load();
        assertEquals(List.of(AGENT), processes.reaped);
        assertEquals(Lifecycle.IDLE, agent().activity().lifecycle());
        assertEquals(List.of("notice: The daemon ended while the agent was at work; this turn was interrupted."), texts());
    }

    @Test
    void aPromptThatNeverLeftTheDaemonRunsAtTheNextStart() {
        AgentState state = States.named(AGENT.value());
        left(state, List.of(), List.of(), new Recovery(List.of(prompt("t2")), List.of(), Optional.empty()));
        load();
        await().until(() -> provider.asked.contains("start prompt of t2"));
    }

    @Test
    void lettingGoKeepsTheProcessAndClosesNothing() {
        process(true);
        left(working(10));
        load();
        lines(0, "ready", "was a");
        await().until(() -> provider.asked.contains("replayed"));
        agents.leave();
        await().until(() -> processes.letGo.equals(List.of(AGENT)));
        assertEquals(List.of("a"), texts());
        assertEquals(List.of(), processes.closed);
        assertFalse(provider.asked.contains("close"));
        assertEquals(Lifecycle.RUNNING, get(store.agents()).getFirst().activity().lifecycle());
        agents = null;
    }

    @Test
    void aSessionThatIsBeingOpenedWhenItIsLetGoOfIsNotClosedEither() {
        process(true);
        left(working(10));
        provider.opening.drainPermits();
        load();
        await().until(() -> !provider.opened.isEmpty());
        agents.leave();
        provider.opening.release(1_000);
        await().during(Duration.ofMillis(200)).until(() -> !provider.asked.contains("close"));
        assertEquals(List.of(AGENT), processes.letGo);
        agents = null;
    }

    @Test
    void aProcessThatItsSessionHasNotGotToYetIsLetGoOfToo() {
        process(true);
        left(working(10));
        processes.adopting.drainPermits();
        load();
        agents.leave();
        processes.adopting.release(1_000);
        await().until(() -> processes.letGo.equals(List.of(AGENT)));
        assertEquals(List.of(), processes.closed);
        assertEquals(Lifecycle.RUNNING, get(store.agents()).getFirst().activity().lifecycle());
        agents = null;
    }

    @Test
    void aPromptThatWaitsWhenProcessesAreLetGoOfIsNotRefusedForItRunsAtTheNextStart() {
        process(true);
        left(working(10));
        load();
        lines(0, "ready");
        await().until(() -> provider.asked.contains("replayed"));
        CompletableFuture<AgentState> waits = agents.prompt(AGENT, Prompt.of("more"), Optional.empty(), Optional.empty());
        await().until(() -> provider.asked.contains("interrupt"));
        agents.leave();
        await().until(() -> processes.letGo.equals(List.of(AGENT)));
        assertFalse(waits.isDone(), waits::toString);
        assertEquals(List.of("prompt of t1", "more"),
                get(store.queued()).get(AGENT).stream().map(kept -> kept.prompt().text()).toList());
        agents = null;
    }

    @Test
    void anIdleAgentIsEndedAndResumedByTheNextPromptWithoutItsUserSeeingIt() {
        policy = new Policy(Optional.of(Duration.ofMillis(20)), PATIENT, true);
        process(true);
        left(working(0));
        load();
        lines(0, "ready", "end");
        await().until(() -> processes.closed.equals(List.of(AGENT)));
        assertEquals(Lifecycle.IDLE, agent().activity().lifecycle());
        heard.clear();
        get(agents.prompt(AGENT, Prompt.of("more"), Optional.empty(), Optional.empty()));
        assertInstanceOf(OpenRequest.Resume.class, provider.opened.getLast());
        List<Lifecycle> shown = new ArrayList<>();
        heard.forEach(news -> {
            if (news instanceof Announcement.StateChanged(AgentState state)) {
                shown.add(state.activity().lifecycle());
            }
        });
        assertFalse(shown.contains(Lifecycle.INITIALIZING), shown.toString());
    }

    @Test
    void anAgentThatWritesTooMuchIsInterruptedAndItsTimelineSaysWhy() {
        process(true);
        left(working(10));
        load();
        lines(0, "ready");
        await().until(() -> provider.asked.contains("replayed"));
        processes.listener.orElseThrow().overrun("p1", "too much");
        await().until(() -> provider.asked.contains("interrupt"));
        assertEquals(List.of("notice: too much"), texts());
    }
}
