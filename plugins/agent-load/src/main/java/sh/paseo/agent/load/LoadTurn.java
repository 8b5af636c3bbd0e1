package sh.paseo.agent.load;

import jakarta.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import sh.paseo.api.PermissionId;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.PermissionRequest;
import sh.paseo.api.agent.SessionContext;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.agent.ToolDetail;
import sh.paseo.api.agent.ToolState;
import sh.paseo.api.agent.Usage;

/**
 * Does one task, on a virtual thread of its own. It is stopped through a future, never by interrupting the thread, so that the
 * host's mailbox is not cut off while it takes an event.
 *
 * <p><b>Thread</b>: the task runs on the turn's thread; {@link #stop}, {@link #answer} and {@link #awaitEnd} come from others.
 */
final class LoadTurn {
    private final TurnId id;
    private final Task task;
    private final SessionContext context;
    private final PermissionId permission;
    private final CompletableFuture<AgentEvent.Outcome> stopped = new CompletableFuture<>();
    private final CompletableFuture<PermissionAnswer> answer = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean over;
    private volatile boolean died;

    LoadTurn(TurnId id, Task task, SessionContext context) {
        this.id = id;
        this.task = task;
        this.context = context;
        this.permission = new PermissionId(id + "-ask");
        this.thread = Thread.ofVirtual().name("agent-" + context.agent() + "-load").unstarted(this::run);
    }

    TurnId id() {
        return id;
    }

    boolean over() {
        return over;
    }

    boolean died() {
        return died;
    }

    void start() {
        thread.start();
    }

    void stop(String reason) {
        stopped.complete(new AgentEvent.Outcome.Interrupted(reason));
    }

    void answer(PermissionId asked, PermissionAnswer given) {
        if (asked.equals(permission)) {
            answer.complete(given);
        }
    }

    boolean awaitEnd(Duration limit) {
        if (Thread.currentThread() == thread) {
            return true;
        }
        try {
            return thread.join(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run() {
        tell(new AgentEvent.TurnStarted(id));
        if (task instanceof Task.Die) {
            died = true;
            over = true;
            tell(new AgentEvent.SessionLost("The load generator died, as it was told"));
            return;
        }
        AgentEvent.Outcome outcome = play();
        over = true;
        tell(new AgentEvent.TurnEnded(id, outcome));
    }

    private AgentEvent.Outcome play() {
        return switch (task) {
            case Task.EmitItems emit -> emit(emit.count(), LoadTurn::update);
            case Task.EmitSized(int count, int bytes) -> emit(count, sized("x".repeat(bytes)));
            case Task.EmitDeltas emit -> emit(emit.count(), n -> new TimelineItem.AssistantText("coalesced-update-" + n + " "));
            case Task.Take take -> stopped.copy()
                    .completeOnTimeout(new AgentEvent.Outcome.Completed(), take.time().toMillis(), TimeUnit.MILLISECONDS).join();
            case Task.Ask _ -> ask();
            case Task.Fail _ ->
                new AgentEvent.Outcome.Failed("The load generator failed, as it was told", Optional.of("told_to_fail"), Optional.empty());
            case Task.Help _ -> emit(1, n -> new TimelineItem.AssistantText(Task.HELP));
            case Task.Die _ -> throw new IllegalStateException("a dead session plays nothing");
        };
    }

    private AgentEvent.Outcome emit(int count, IntFunction<TimelineItem> item) {
        for (int n = 0; n < count; n++) {
            if (stopped.isDone()) {
                return stopped.join();
            }
            tell(AgentEvent.Item.of(id, item.apply(n)));
        }
        tell(new AgentEvent.UsageReported(new Usage(OptionalLong.of(1), OptionalLong.empty(), OptionalLong.of(count),
                OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty())));
        return stopped.getNow(new AgentEvent.Outcome.Completed());
    }

    /** Alternates, so that no two neighbours are equal. */
    private static TimelineItem update(int n) {
        return new TimelineItem.Todo(List.of(new TimelineItem.Todo.Entry("stress-update-" + n, n % 2 == 0)));
    }

    /** No neighbours are of one kind, so that nothing is merged. */
    private static IntFunction<TimelineItem> sized(String filler) {
        return n -> switch (n % 3) {
            case 0 -> new TimelineItem.AssistantText(filler);
            case 1 -> new TimelineItem.ToolCall("call-" + n, "Load", ToolState.COMPLETED,
                    new ToolDetail.Shell("load " + n, Optional.empty(), Optional.of(filler), OptionalInt.of(0)), Optional.empty());
            default -> new TimelineItem.Todo(List.of(new TimelineItem.Todo.Entry(filler, true)));
        };
    }

    private AgentEvent.Outcome ask() {
        tell(new AgentEvent.PermissionAsked(id, new PermissionRequest(permission, PermissionRequest.Kind.TOOL, "Load",
                Optional.of("Go on?"), Optional.of("The load generator was told to ask"),
                Json.createObjectBuilder().add("question", "go on?").build(), Optional.empty(), List.of())));
        CompletableFuture.anyOf(answer, stopped).join();
        if (!answer.isDone()) {
            tell(new AgentEvent.PermissionWithdrawn(permission));
            return stopped.join();
        }
        return switch (answer.join()) {
            case PermissionAnswer.Allow _ -> emit(1, n -> new TimelineItem.AssistantText("You allowed it.\n"));
            case PermissionAnswer.Deny deny when deny.interrupt() -> new AgentEvent.Outcome.Interrupted("denied");
            case PermissionAnswer.Deny _ -> emit(1, n -> new TimelineItem.AssistantText("You denied it.\n"));
        };
    }

    private void tell(AgentEvent event) {
        context.events().emit(event);
    }
}
