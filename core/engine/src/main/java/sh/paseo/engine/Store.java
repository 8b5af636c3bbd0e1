package sh.paseo.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import sh.paseo.api.AgentId;
import sh.paseo.api.SourceKey;

/**
 * Port to what survives the daemon. Every future completes on a thread of the store; waiting for it from a virtual thread is fine.
 *
 * <p><b>Errors</b>: futures fail with {@link StoreException}; after a failed commit nothing of it is stored.
 */
public interface Store extends AutoCloseable {
    /** How long answers to requests are kept. */
    Duration ANSWERS_KEPT = Duration.ofHours(24);

    /** Every agent, archived ones too. */
    CompletableFuture<List<AgentState>> agents();

    /**
     * Makes the commit durable; complete means that it survives the loss of power. With a checkpoint, sends to other processes than
     * its own are forgotten.
     */
    CompletableFuture<Void> commit(Commit commit);

    /** Forgets the agent with its rows, sends and prompts. An unknown agent is no error. */
    CompletableFuture<Void> delete(AgentId agent);

    /** At most {@code limit} rows with a seq above {@code seq}, ascending. */
    CompletableFuture<List<TimelineRow>> rowsAfter(AgentId agent, long seq, int limit);

    /** The last {@code limit} rows with a seq below {@code seq}, ascending. */
    CompletableFuture<List<TimelineRow>> rowsBefore(AgentId agent, long seq, int limit);

    /** Sends from the given number on, and earlier ones that are not known to be written; ascending. */
    CompletableFuture<List<StoredSend>> sends(AgentId agent, long fromNumber);

    /** Where replay of the agent's output and our sends may start. */
    CompletableFuture<Optional<Checkpoint>> checkpoint(AgentId agent);

    /** The prompts of every agent that were accepted and whose turns are not over, oldest first. */
    CompletableFuture<Map<AgentId, List<QueuedPrompt>>> queued();

    /** The source keys of the agent's newest rows, at most {@code limit}. */
    CompletableFuture<Set<SourceKey>> sourceKeys(AgentId agent, int limit);

    /** Whether a prompt with this id was accepted for the agent before. */
    CompletableFuture<Boolean> accepted(AgentId agent, String messageId);

    /** A request accepted in the last 24 hours. */
    CompletableFuture<Optional<KnownRequest>> request(RequestKey key);

    /** Keeps the answer to a request for 24 hours. */
    CompletableFuture<Void> answered(RequestKey key, Optional<AgentId> agent, String answer);

    /** Writes what is under way, then closes. Idempotent. */
    @Override
    void close();
}
