package sh.paseo.agent.load;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import sh.paseo.api.AgentId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.EventSink;
import sh.paseo.api.agent.Outbox;
import sh.paseo.api.agent.SessionContext;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.process.Processes;
import sh.paseo.api.process.Programs;

/** A host that remembers what it was told and who told it. */
final class FakeHost implements SessionContext {
    static final Duration SOON = Duration.ofSeconds(10);

    final List<AgentEvent> events = new CopyOnWriteArrayList<>();
    final List<List<String>> commands = new CopyOnWriteArrayList<>();
    final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    <E extends AgentEvent> List<E> all(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <E extends AgentEvent> E awaitFirst(Class<E> kind) {
        Awaitility.await().atMost(SOON).until(() -> !all(kind).isEmpty());
        return all(kind).getFirst();
    }

    AgentEvent.Outcome awaitOutcome() {
        return awaitFirst(AgentEvent.TurnEnded.class).outcome();
    }

    <I extends TimelineItem> List<I> items(Class<I> kind) {
        return all(AgentEvent.Item.class).stream().map(AgentEvent.Item::item).filter(kind::isInstance).map(kind::cast).toList();
    }

    String text() {
        return String.join("", items(TimelineItem.AssistantText.class).stream().map(TimelineItem.AssistantText::delta).toList());
    }

    void awaitNoThreads() {
        Awaitility.await().atMost(SOON).until(() -> threads.stream().noneMatch(Thread::isAlive));
    }

    @Override
    public AgentId agent() {
        return new AgentId("7c1d7c60-0b2f-4b8e-9c41-2f5f2ab0a111");
    }

    @Override
    public EventSink events() {
        return event -> {
            if (Thread.currentThread().isVirtual()) {
                threads.add(Thread.currentThread());
            }
            events.add(event);
        };
    }

    @Override
    public Outbox outbox() {
        throw new AssertionError("the load generator has no process to write to");
    }

    @Override
    public Processes processes() {
        throw new AssertionError("the load generator starts no process");
    }

    @Override
    public Programs programs() {
        throw new AssertionError("the load generator runs no program");
    }

    @Override
    public Path stateDirectory() {
        throw new AssertionError("the load generator keeps nothing");
    }

    @Override
    public JsonObject settings() {
        return JsonObject.EMPTY_JSON_OBJECT;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of();
    }

    @Override
    public InstantSource clock() {
        return InstantSource.fixed(Instant.EPOCH);
    }

    @Override
    public System.Logger log() {
        return System.getLogger("load-test");
    }
}
