package sh.paseo.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.EventSink;
import sh.paseo.api.agent.TimelineItem;

/** Keeps every event and lets a test wait for one. <b>Thread</b>: any. */
public final class RecordingSink implements EventSink {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final List<AgentEvent> events;

    public RecordingSink() {
        this(List.of());
    }

    /** @param before what was told before */
    RecordingSink(List<AgentEvent> before) {
        this.events = new ArrayList<>(before);
    }

    @Override
    public void emit(AgentEvent event) {
        lock.lock();
        try {
            events.add(event);
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public List<AgentEvent> events() {
        lock.lock();
        try {
            return List.copyOf(events);
        } finally {
            lock.unlock();
        }
    }

    public <E extends AgentEvent> List<E> events(Class<E> type) {
        return events().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The items of a turn, in order. */
    public List<TimelineItem> items(TurnId turn) {
        return events(AgentEvent.Item.class).stream().filter(item -> item.turn().equals(turn)).map(AgentEvent.Item::item).toList();
    }

    /** All that the agent said in a turn. */
    public String text(TurnId turn) {
        StringBuilder text = new StringBuilder();
        items(turn).forEach(item -> text.append(item instanceof TimelineItem.AssistantText said ? said.delta() : ""));
        return text.toString();
    }

    /** All that the agent reasoned in a turn. */
    public String reasoning(TurnId turn) {
        StringBuilder text = new StringBuilder();
        items(turn).forEach(item -> text.append(item instanceof TimelineItem.Reasoning thought ? thought.delta() : ""));
        return text.toString();
    }

    /** How a tool call stands, by the last item of it. */
    public List<TimelineItem.ToolCall> toolCalls(TurnId turn) {
        List<TimelineItem.ToolCall> last = new ArrayList<>();
        for (TimelineItem item : items(turn)) {
            if (item instanceof TimelineItem.ToolCall call) {
                last.removeIf(other -> other.id().equals(call.id()));
                last.add(call);
            }
        }
        return last;
    }

    public Optional<AgentEvent.Outcome> outcome(TurnId turn) {
        return events(AgentEvent.TurnEnded.class).stream().filter(ended -> ended.turn().equals(turn))
                .map(AgentEvent.TurnEnded::outcome).findFirst();
    }

    public AgentEvent.SessionReady awaitReady() {
        return await(AgentEvent.SessionReady.class, ready -> true);
    }

    public AgentEvent.Outcome awaitEnd(TurnId turn) {
        return await(AgentEvent.TurnEnded.class, ended -> ended.turn().equals(turn)).outcome();
    }

    public AgentEvent.PermissionAsked awaitPermission(TurnId turn) {
        return await(AgentEvent.PermissionAsked.class, asked -> asked.turn().equals(turn));
    }

    public <E extends AgentEvent> E await(Class<E> type, Predicate<E> wanted) {
        return await(type, wanted, PATIENCE);
    }

    /** Waits for the first event, past or future, that is wanted. <b>Errors</b>: AssertionError when it does not come in time. */
    public <E extends AgentEvent> E await(Class<E> type, Predicate<E> wanted, Duration limit) {
        long left = limit.toNanos();
        lock.lock();
        try {
            for (int seen = 0;; seen++) {
                while (seen == events.size()) {
                    if (left <= 0) {
                        throw new AssertionError("No " + type.getSimpleName() + " as wanted within " + limit + "; there were " + brief());
                    }
                    left = more.awaitNanos(left);
                }
                if (type.isInstance(events.get(seen)) && wanted.test(type.cast(events.get(seen)))) {
                    return type.cast(events.get(seen));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + type.getSimpleName(), e);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing has come for {@code quiet}; for showing that something does not happen. */
    public void awaitQuiet(Duration quiet) {
        lock.lock();
        try {
            boolean came = true;
            while (came) {
                came = more.await(quiet.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for quiet", e);
        } finally {
            lock.unlock();
        }
    }

    private List<String> brief() {
        return events.stream().map(event -> event.toString().length() > 300 ? event.toString().substring(0, 300) + "…" : event.toString())
                .toList();
    }
}
