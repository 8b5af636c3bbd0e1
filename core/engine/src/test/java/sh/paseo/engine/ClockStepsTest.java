package sh.paseo.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sh.paseo.api.ProviderId;
import sh.paseo.api.agent.AgentEvent.Outcome;
import sh.paseo.api.agent.Prompt;

/** The wall clock is set back and forward by years while an agent works. */
@Timeout(20)
class ClockStepsTest {
    private static final Duration YEARS = Duration.ofDays(3_650);

    private final MemoryStore store = new MemoryStore();
    private final FakeProvider provider = new FakeProvider();
    private final List<Instant> changes = new CopyOnWriteArrayList<>();
    private volatile Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final Agents agents = new Agents(new EngineContext(store, new FakeProcessHost(), provider, this::publish,
            new Time(() -> now, System::nanoTime), () -> UUID.randomUUID().toString(), Policy.DEFAULT));

    private void publish(AgentState state, List<Announcement> announcements) {
        for (Announcement announcement : announcements) {
            if (announcement instanceof Announcement.StateChanged(AgentState then)) {
                changes.add(then.activity().times().updatedAt());
            }
        }
    }

    @AfterEach
    void close() {
        agents.close();
    }

    private AgentState create() {
        return agents.create(new CreateAgent(new ProviderId("fake"), Path.of("/"), States.profile(), Optional.empty(),
                Optional.of(new CreateAgent.FirstPrompt(Prompt.of("one"), Optional.of("m1"))), Optional.empty())).join();
    }

    private void say(AgentState agent, String text, int rows) {
        provider.say(text);
        await().until(() -> store.rows(agent.id()).size() == rows);
    }

    @Test
    void rowsFollowEachOtherAndUpdatesRiseWhateverTheClockDoes() {
        AgentState agent = create();
        await().until(() -> provider.asked.contains("start one"));
        say(agent, "before", 2);
        now = now.minus(YEARS);
        say(agent, "back", 3);
        agents.rename(agent.id(), Optional.of("renamed"), Map.of()).join();
        now = now.plus(YEARS).plus(YEARS);
        say(agent, "forward", 4);
        provider.end(new Outcome.Completed());
        agents.settled(agent.id(), Optional.empty()).join();

        List<TimelineRow> rows = store.rows(agent.id());
        assertEquals(LongStream.rangeClosed(1, 4).boxed().toList(), rows.stream().map(TimelineRow::seq).toList());
        assertTrue(rows.get(2).at().isBefore(rows.get(1).at()), "a row says what the clock said");
        assertTrue(changes.size() >= 4, changes.toString());
        for (int i = 1; i < changes.size(); i++) {
            assertTrue(changes.get(i).isAfter(changes.get(i - 1)), changes.toString());
        }
    }

    /** An agent is given its time to end a turn by another clock. */
    @Test
    void turnThatIsToStopGetsItsTimeWhateverTheClockDoes() {
        AgentState agent = create();
        await().until(() -> provider.asked.contains("start one"));
        var canceled = agents.cancel(agent.id());
        await().until(() -> provider.asked.stream().anyMatch(asked -> asked.startsWith("interrupt")));
        now = now.plus(YEARS);
        provider.say("last words");
        provider.end(new Outcome.Interrupted("interrupted"));
        canceled.join();
        assertTrue(store.rows(agent.id()).toString().contains("last words"), () -> store.rows(agent.id()).toString());
    }
}
