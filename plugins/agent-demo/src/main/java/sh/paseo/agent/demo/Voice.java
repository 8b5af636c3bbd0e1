package sh.paseo.agent.demo;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.EventSink;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.agent.ToolDetail;
import sh.paseo.api.agent.ToolState;

/**
 * Tells the host what happens in one turn, at the agent's pace.
 *
 * <p>Every wait ends as {@link TurnStopped} as soon as the turn is stopped. The thread is never interrupted for it, so neither a
 * file that is being written nor the host's mailbox is cut off in the middle.
 *
 * <p><b>Thread</b>: the turn's own.
 */
final class Voice {
    private static final int WORDS_IN_A_DELTA = 2;

    private final TurnId turn;
    private final EventSink events;
    private final Pace pace;
    private final CompletableFuture<String> stopped;
    private Optional<TimelineItem.ToolCall> open = Optional.empty();

    Voice(TurnId turn, EventSink events, Pace pace, CompletableFuture<String> stopped) {
        this.turn = turn;
        this.events = events;
        this.pace = pace;
        this.stopped = stopped;
    }

    void reason(String text) {
        stream(text, TimelineItem.Reasoning::new);
    }

    void say(String text) {
        stream(text, TimelineItem.AssistantText::new);
    }

    void startTool(String id, String name, ToolDetail detail) {
        TimelineItem.ToolCall call = new TimelineItem.ToolCall(id, name, ToolState.RUNNING, detail, Optional.empty());
        open = Optional.of(call);
        item(call);
    }

    void completeTool(ToolDetail detail) {
        endTool(ToolState.COMPLETED, detail, Optional.empty());
    }

    void failTool(ToolDetail detail, String error) {
        endTool(ToolState.FAILED, detail, Optional.of(error));
    }

    /** Ends a tool call that the turn leaves behind. */
    void cancelTool() {
        open.ifPresent(call -> endTool(ToolState.CANCELED, call.detail(), Optional.empty()));
    }

    void tell(AgentEvent event) {
        events.emit(event);
    }

    void pause(Pace.Beat beat) {
        try {
            throw new TurnStopped(stopped.get(pace.of(beat).toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TurnStopped("The agent's thread was interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a stop is never exceptional", e);
        }
    }

    /** Waits for a result; its own failure comes as it is. */
    <T> T await(CompletableFuture<T> result) {
        try {
            CompletableFuture.anyOf(result, stopped).join();
            if (stopped.isDone()) {
                throw new TurnStopped(stopped.join());
            }
            return result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void endTool(ToolState state, ToolDetail detail, Optional<String> error) {
        TimelineItem.ToolCall call = open.orElseThrow(() -> new IllegalStateException("no tool call is open"));
        open = Optional.empty();
        item(new TimelineItem.ToolCall(call.id(), call.name(), state, detail, error));
    }

    private void stream(String text, Function<String, TimelineItem> kind) {
        int start = 0;
        while (start < text.length()) {
            int end = start;
            for (int word = 0; word < WORDS_IN_A_DELTA && end < text.length(); word++) {
                int space = text.indexOf(' ', end);
                end = space < 0 ? text.length() : space + 1;
            }
            item(kind.apply(text.substring(start, end)));
            pause(Pace.Beat.DELTA);
            start = end;
        }
    }

    private void item(TimelineItem item) {
        events.emit(AgentEvent.Item.of(turn, item));
    }
}
