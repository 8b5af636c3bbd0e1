package sh.paseo.agent.demo;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.awaitility.Awaitility;
import sh.paseo.api.AgentId;
import sh.paseo.api.PluginException;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.EventSink;
import sh.paseo.api.agent.Outbox;
import sh.paseo.api.agent.SessionContext;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.process.Processes;
import sh.paseo.api.process.Programs;

/** A host that remembers what it was told and who told it, and answers commands from a function. */
final class FakeHost implements SessionContext {
    static final Duration SOON = Duration.ofSeconds(10);

    final List<AgentEvent> events = new CopyOnWriteArrayList<>();
    final List<List<String>> commands = new CopyOnWriteArrayList<>();
    final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    final Function<List<String>, Programs.Result> answers;
    JsonObject settings = JsonObject.EMPTY_JSON_OBJECT;

    FakeHost() {
        this(command -> new Programs.Result(0, "output of " + command.getFirst() + "\n", ""));
    }

    FakeHost(Function<List<String>, Programs.Result> answers) {
        this.answers = answers;
    }

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

    /** The last state of a tool call of this name. */
    TimelineItem.ToolCall tool(String name) {
        return items(TimelineItem.ToolCall.class).stream().filter(call -> call.name().equals(name)).toList().getLast();
    }

    void awaitNoThreads() {
        Awaitility.await().atMost(SOON).until(() -> threads.stream().noneMatch(Thread::isAlive));
    }

    static JsonObject json(String key, String value, String key2, String value2) {
        return Json.createObjectBuilder().add(key, value).add(key2, value2).build();
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
        throw new AssertionError("the demo agent has no process to write to");
    }

    @Override
    public Processes processes() {
        throw new AssertionError("the demo agent starts no process");
    }

    @Override
    public Programs programs() {
        return new Programs() {
            @Override
            public Optional<Path> find(String program) {
                return Optional.of(Path.of("/usr/bin").resolve(program));
            }

            @Override
            public Result run(List<String> command, Map<String, String> environment, Duration limit) {
                threads.add(Thread.currentThread());
                commands.add(command);
                return answers.apply(command);
            }
        };
    }

    static PluginException broken(String message) {
        return new PluginException(PluginException.Code.BROKEN, message);
    }

    @Override
    public Path stateDirectory() {
        throw new AssertionError("the demo agent keeps nothing");
    }

    @Override
    public JsonObject settings() {
        return settings;
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
        return System.getLogger("demo-test");
    }
}
