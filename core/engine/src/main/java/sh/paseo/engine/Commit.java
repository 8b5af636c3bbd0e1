package sh.paseo.engine;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What becomes durable together.
 *
 * @param rows     new rows of the timeline, in order, going on where the last commit ended
 * @param begun    sends begun; each is stored as not done
 * @param done     numbers of sends that were written whole
 * @param messages ids of prompts accepted
 * @param request  the request that caused it, so that a repeat is recognised
 * @param recovery for a later daemon
 */
public record Commit(AgentState state, List<TimelineRow> rows, List<StoredSend> begun, List<Long> done, List<String> messages,
        Optional<RequestKey> request, Recovery recovery) {
    public Commit {
        Objects.requireNonNull(state);
        rows = List.copyOf(rows);
        begun = List.copyOf(begun);
        done = List.copyOf(done);
        messages = List.copyOf(messages);
        Objects.requireNonNull(request);
        Objects.requireNonNull(recovery);
    }

    /** A commit that changes nothing of what a later daemon needs. */
    public Commit(AgentState state, List<TimelineRow> rows, List<StoredSend> begun, List<Long> done, List<String> messages,
            Optional<RequestKey> request) {
        this(state, rows, begun, done, messages, request, Recovery.NONE);
    }
}
