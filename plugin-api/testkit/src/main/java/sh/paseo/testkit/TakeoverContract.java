package sh.paseo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sh.paseo.api.PermissionId;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.Delivery;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.ResumeToken;
import sh.paseo.api.agent.Send;

/**
 * What a provider must do whose agents outlive their host: its sessions are let go at any time, and another host goes on with what
 * was stored. Agents without a process end with their host; they skip these tests.
 */
public abstract class TakeoverContract extends AgentProviderFixture {
    private static final String NO_PROCESS = "this agent has no process that could outlive its host";

    private FakeSessionContext freshProcess() {
        FakeSessionContext context = fresh();
        assumeTrue(context.processesStarted() > 0, NO_PROCESS);
        return context;
    }

    private FakeSessionContext restart(FakeSessionContext context, boolean withCheckpoint) {
        return kept(context.restart(provider(), sessionSettings(Optional.empty()), withCheckpoint));
    }

    private void completes(FakeSessionContext context, String text) {
        assertInstanceOf(AgentEvent.Outcome.Completed.class, context.sink().awaitEnd(start(context, echoed(text))));
    }

    /** A conversation with everything in it that the provider can be brought to do. */
    private FakeSessionContext lived() {
        FakeSessionContext context = freshProcess();
        completes(context, "one");
        asking().ifPresent(prompt -> {
            TurnId turn = start(context, prompt);
            PermissionId question = context.sink().awaitPermission(turn).request().id();
            context.call(session -> session.answer(question, PermissionAnswer.Allow.once()));
            context.sink().awaitEnd(turn);
        });
        TurnId interrupted = start(context, slow());
        context.sink().await(AgentEvent.Item.class, item -> item.turn().equals(interrupted));
        context.call(session -> session.interrupt(interrupted));
        context.sink().awaitEnd(interrupted);
        completes(context, "two");
        context.killProcess();
        context.sink().await(AgentEvent.SessionLost.class, any -> true);
        context.call(session -> {});
        return context;
    }

    @Test
    final void aSessionThatIsTakenOverAtAnyLineGoesOnAsBefore() {
        FakeSessionContext lived = lived();
        for (int cut = 0; cut <= lived.moments().size(); cut++) {
            assertGoesOn(lived, cut, 0, Optional.empty());
            for (int from = cut; from > 0; from--) {
                Optional<JsonObject> checkpoint = lived.moments().get(from - 1).checkpoint();
                if (checkpoint.isPresent()) {
                    assertGoesOn(lived, cut, from, checkpoint);
                    break;
                }
            }
        }
    }

    @Test
    final void aRecordingTellsTheSame() {
        FakeSessionContext lived = lived();
        Path file = folder.resolve("recorded.cassette.jsonl");
        Cassette.of(provider(), lived).write(file);
        List<AgentEvent> events = lived.sink().events();
        assertEquals(events.subList(0, events.size() - 1), Cassette.read(file).replay(provider(), sessionSettings(Optional.empty())));
    }

    private void assertGoesOn(FakeSessionContext lived, int cut, int from, Optional<JsonObject> checkpoint) {
        List<AgentEvent> events = lived.sink().events();
        List<JournalEntry> entries = lived.moments().stream().map(Moment::entry).toList();
        int known = cut == 0 ? 0 : lived.moments().get(cut - 1).events();
        Optional<ResumeToken> token = events.subList(0, known).stream().filter(AgentEvent.SessionReady.class::isInstance)
                .flatMap(ready -> ((AgentEvent.SessionReady) ready).token().stream()).findFirst();
        IdleProcess process = new IdleProcess();
        try (FakeSessionContext taken = new FakeSessionContext(folder, settings(), environment())) {
            taken.open(provider(), new OpenRequest.Reattach(sessionSettings(Optional.empty()), process, token,
                    checkpoint.map(TakeoverContract::stored)));
            taken.replay(entries.subList(from, cut));
            int before = taken.sink().events().size();
            taken.live(entries.subList(cut, entries.size()));
            List<AgentEvent> after = taken.sink().events();
            String where = "taken over after entry " + cut + " of " + entries.size() + ", replayed from " + from;
            assertEquals(events.subList(known, events.size()), after.subList(before, after.size()), where);
            assertTrue(process.alive(), "the session has ended the process: " + where);
        }
    }

    private static JsonObject stored(JsonObject checkpoint) {
        try (JsonReader reader = Json.createReader(new StringReader(checkpoint.toString()))) {
            return reader.readObject();
        }
    }

    @Test
    final void anAgentIsTakenOverWhileItSpeaks() {
        for (boolean withCheckpoint : new boolean[] {true, false}) {
            FakeSessionContext first = freshProcess();
            completes(first, "one");
            TurnId turn = start(first, slow());
            first.sink().await(AgentEvent.Item.class, item -> item.turn().equals(turn));
            FakeSessionContext next = restart(first, withCheckpoint);
            int said = next.sink().items(turn).size();
            next.sink().await(AgentEvent.Item.class, item -> next.sink().items(turn).size() > said);
            next.call(session -> session.interrupt(turn));
            assertInstanceOf(AgentEvent.Outcome.Interrupted.class, next.sink().awaitEnd(turn));
            completes(next, "two");
            assertEquals(1, next.sink().events(AgentEvent.TurnEnded.class).stream().filter(end -> end.turn().equals(turn)).count());
        }
    }

    @Test
    final void anAgentIsTakenOverWhileItAsks() {
        FakeSessionContext first = freshProcess();
        TurnId turn = start(first, needed(asking()));
        PermissionId question = first.sink().awaitPermission(turn).request().id();
        FakeSessionContext next = restart(first, true);
        next.call(session -> session.answer(question, PermissionAnswer.Allow.once()));
        FakeSessionContext last = restart(next, true);
        last.call(session -> session.answer(question, PermissionAnswer.Allow.once()));
        assertInstanceOf(AgentEvent.Outcome.Completed.class, last.sink().awaitEnd(turn));
        completes(last, "two");
        assertNumbersRise(last);
    }

    @Test
    final void anAgentIsTakenOverWhileItStarts() {
        FakeSessionContext next = restart(freshProcess(), true);
        next.sink().awaitReady();
        completes(next, "one");
        assertNumbersRise(next);
    }

    @Test
    final void anIdleAgentIsTakenOverAgainAndAgain() {
        FakeSessionContext context = freshProcess();
        for (String text : List.of("one", "two", "three")) {
            completes(context, text);
            context = restart(context, true);
        }
        completes(context, "four");
        assertEquals(1, context.processesStarted());
        assertNumbersRise(context);
    }

    private static void assertNumbersRise(FakeSessionContext context) {
        List<Long> numbers = context.sends().stream().map(Send::number).toList();
        assertEquals(numbers.stream().distinct().sorted().toList(), numbers);
    }

    @Test
    final void aPromptThatNeverReachedTheAgentIsNotTakenForDelivered() {
        FakeSessionContext first = freshProcess();
        completes(first, "one");
        first.loseNextSend();
        TurnId turn = start(first, echoed("lost"));
        Send lost = first.sends().getLast();
        FakeSessionContext next = restart(first, true);
        assumeTrue(next.prove(lost) == Delivery.NO, "this provider cannot prove that a line was lost");
        next.write(lost);
        assertInstanceOf(AgentEvent.Outcome.Completed.class, next.sink().awaitEnd(turn));
    }

    @Test
    final void aPromptThatReachedTheAgentIsNotTakenForLost() {
        FakeSessionContext first = freshProcess();
        completes(first, "one");
        TurnId turn = start(first, echoed("arrived"));
        Send arrived = first.sends().getLast();
        FakeSessionContext next = restart(first, true);
        assertEquals(Delivery.YES, next.prove(arrived));
        assertInstanceOf(AgentEvent.Outcome.Completed.class, next.sink().awaitEnd(turn));
        assertEquals(Delivery.YES, next.prove(arrived));
    }
}
