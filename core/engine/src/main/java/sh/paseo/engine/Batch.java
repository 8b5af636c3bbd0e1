package sh.paseo.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import sh.paseo.api.SourceKey;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.agent.ToolState;

/**
 * What waits for the next commit of one agent. Confined to the agent's writer.
 *
 * <p>Pieces of text that follow each other become one row, and a running tool call is replaced by its next state, as long as
 * nothing but such items came between; so a fast stream makes few rows. Text waits {@link #WINDOW} for its neighbours, everything
 * else asks for a commit at once. Rows get their {@code seq} only in {@link #flush}, after merging: what a client sees never changes.
 */
final class Batch {
    /** How long text waits for more. */
    static final Duration WINDOW = Duration.ofMillis(60);

    /** Text of one row; more of it makes another row. */
    private static final int MAX_TEXT = 64 * 1024;

    private record Pending(TimelineItem item, Optional<SourceKey> key, Instant at) {}

    /** What has to happen once the commit is durable. */
    record Flushed(Commit commit, List<Announcement> announcements, List<Effect> effects, List<Output.Reply> replies) {}

    /** Rows to be and announcements, in order: {@link Pending} or {@link Announcement}. */
    private final List<Object> events = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private final List<StoredSend> begun = new ArrayList<>();
    private final List<Long> finished = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private final List<Output.Reply> replies = new ArrayList<>();
    private final List<QueuedPrompt> queued = new ArrayList<>();
    private final List<TurnId> over = new ArrayList<>();
    private Optional<Checkpoint> checkpoint = Optional.empty();
    private Optional<RequestKey> request = Optional.empty();
    private OptionalLong due = OptionalLong.empty();
    private boolean urgent;

    /** Whether a commit is due now. */
    boolean due(long nanos) {
        return urgent || due.isPresent() && nanos - due.getAsLong() >= 0;
    }

    /** When a commit is due at the latest; empty if nothing waits. */
    OptionalLong due() {
        return due;
    }

    boolean holdsRequest() {
        return request.isPresent();
    }

    void add(List<Output> outputs, Instant now, long nanos) {
        for (Output output : outputs) {
            switch (output) {
                case Output.Append(TimelineItem item, Optional<SourceKey> key) -> append(new Pending(item, key, now), nanos);
                case Output.Announce(Announcement announcement) -> urgent(() -> announce(announcement));
                case Output.Act(Effect effect) -> urgent(() -> effects.add(effect));
                case Output.Begin(StoredSend send) -> urgent(() -> begun.add(send));
                case Output.Finish(long number) -> lazily(number, nanos);
                case Output.Accept(Optional<String> messageId, Optional<RequestKey> key) -> urgent(() -> {
                    messageId.ifPresent(messages::add);
                    request = request.or(() -> key);
                });
                case Output.Keep(QueuedPrompt prompt) -> urgent(() -> queued.add(prompt));
                case Output.Over(TurnId turn) -> urgent(() -> over.add(turn));
                case Output.Save(Checkpoint newest) -> urgent(() -> checkpoint = Optional.of(newest));
                case Output.Reply reply -> urgent(() -> replies.add(reply));
            }
        }
    }

    private void urgent(Runnable change) {
        change.run();
        urgent = true;
    }

    /** A written send is noted with the next commit: nobody waits for it. */
    private void lazily(long number, long nanos) {
        finished.add(number);
        soon(nanos);
    }

    private void soon(long nanos) {
        if (due.isEmpty()) {
            due = OptionalLong.of(nanos + WINDOW.toNanos());
        }
    }

    /** The newest of several states that follow each other is enough. */
    private void announce(Announcement announcement) {
        if (announcement instanceof Announcement.StateChanged && !events.isEmpty()
                && events.getLast() instanceof Announcement.StateChanged) {
            events.removeLast();
        }
        events.add(announcement);
    }

    private void append(Pending pending, long nanos) {
        switch (pending.item()) {
            case TimelineItem.AssistantText(String delta) -> text(pending, delta);
            case TimelineItem.Reasoning(String delta) -> text(pending, delta);
            case TimelineItem.ToolCall call -> tool(pending, call);
            case TimelineItem.UserMessage ignored -> whole(pending);
            case TimelineItem.Todo ignored -> whole(pending);
            case TimelineItem.Notice ignored -> whole(pending);
            case TimelineItem.Compaction ignored -> whole(pending);
        }
        soon(nanos);
    }

    private void whole(Pending pending) {
        events.add(pending);
        urgent = true;
    }

    private void text(Pending pending, String delta) {
        if (delta.isEmpty()) {
            return;
        }
        if (!events.isEmpty() && events.getLast() instanceof Pending last && last.key().equals(pending.key())) {
            Optional<TimelineItem> joined = join(last.item(), pending.item());
            if (joined.isPresent()) {
                events.set(events.size() - 1, new Pending(joined.get(), last.key(), last.at()));
                return;
            }
        }
        events.add(pending);
    }

    private static Optional<TimelineItem> join(TimelineItem first, TimelineItem second) {
        if (first instanceof TimelineItem.AssistantText(String a) && second instanceof TimelineItem.AssistantText(String b)) {
            return a.length() + b.length() > MAX_TEXT ? Optional.empty() : Optional.of(new TimelineItem.AssistantText(a + b));
        }
        if (first instanceof TimelineItem.Reasoning(String a) && second instanceof TimelineItem.Reasoning(String b)) {
            return a.length() + b.length() > MAX_TEXT ? Optional.empty() : Optional.of(new TimelineItem.Reasoning(a + b));
        }
        return Optional.empty();
    }

    private void tool(Pending pending, TimelineItem.ToolCall call) {
        urgent |= call.state() != ToolState.RUNNING;
        for (int i = events.size() - 1; i >= 0 && events.get(i) instanceof Pending earlier; i--) {
            if (earlier.item() instanceof TimelineItem.ToolCall same && same.id().equals(call.id())
                    && earlier.key().equals(pending.key())) {
                events.set(i, new Pending(call, pending.key(), earlier.at()));
                return;
            }
        }
        events.add(pending);
    }

    /** Gives every row its place behind {@code state}'s last one and empties the batch. */
    Flushed flush(AgentState state) {
        long seq = state.progress().lastSeq();
        List<TimelineRow> rows = new ArrayList<>();
        List<Announcement> announcements = new ArrayList<>(events.size());
        for (Object event : events) {
            if (event instanceof Pending pending) {
                TimelineRow row = new TimelineRow(++seq, pending.at(), pending.key(), pending.item());
                rows.add(row);
                announcements.add(new Announcement.RowAdded(row));
            } else {
                announcements.add((Announcement) event);
            }
        }
        AgentState after = state.with(state.progress().withSeq(seq));
        Recovery recovery = new Recovery(queued, over, checkpoint);
        Flushed flushed = new Flushed(new Commit(after, rows, begun, finished, messages, request, recovery), announcements,
                List.copyOf(effects), List.copyOf(replies));
        clear();
        return flushed;
    }

    private void clear() {
        events.clear();
        effects.clear();
        begun.clear();
        finished.clear();
        messages.clear();
        replies.clear();
        queued.clear();
        over.clear();
        checkpoint = Optional.empty();
        request = Optional.empty();
        due = OptionalLong.empty();
        urgent = false;
    }
}
