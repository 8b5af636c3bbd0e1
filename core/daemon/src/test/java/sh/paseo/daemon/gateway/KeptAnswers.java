package sh.paseo.daemon.gateway;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import sh.paseo.api.AgentId;
import sh.paseo.api.SourceKey;
import sh.paseo.engine.AgentState;
import sh.paseo.engine.Checkpoint;
import sh.paseo.engine.Commit;
import sh.paseo.engine.KnownRequest;
import sh.paseo.engine.QueuedPrompt;
import sh.paseo.engine.RequestKey;
import sh.paseo.engine.Store;
import sh.paseo.engine.StoredSend;
import sh.paseo.engine.TimelineRow;

/** A store in memory that knows answers to requests and nothing else; looking for one can be held up. */
final class KeptAnswers implements Store {
    final Map<RequestKey, String> answers = new ConcurrentHashMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<RequestKey, CompletableFuture<Optional<KnownRequest>>> held = new ConcurrentHashMap<>();

    /** The next look for this key waits for what is returned. */
    CompletableFuture<Optional<KnownRequest>> hold(RequestKey key) {
        return held.computeIfAbsent(key, any -> new CompletableFuture<>());
    }

    @Override
    public CompletableFuture<Optional<KnownRequest>> request(RequestKey key) {
        asked.add(key.requestId());
        CompletableFuture<Optional<KnownRequest>> waiting = held.remove(key);
        return waiting != null ? waiting
                : CompletableFuture
                        .completedFuture(
                                Optional.ofNullable(answers.get(key)).map(text -> new KnownRequest(Optional.empty(), Optional.of(text))));
    }

    @Override
    public CompletableFuture<Void> answered(RequestKey key, Optional<AgentId> agent, String answer) {
        answers.put(key, answer);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<List<AgentState>> agents() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> commit(Commit commit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> delete(AgentId agent) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<List<TimelineRow>> rowsAfter(AgentId agent, long seq, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<List<TimelineRow>> rowsBefore(AgentId agent, long seq, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<List<StoredSend>> sends(AgentId agent, long fromNumber) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Optional<Checkpoint>> checkpoint(AgentId agent) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Map<AgentId, List<QueuedPrompt>>> queued() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Set<SourceKey>> sourceKeys(AgentId agent, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Boolean> accepted(AgentId agent, String messageId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
