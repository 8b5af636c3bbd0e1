package sh.paseo.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import sh.paseo.api.AgentId;
import sh.paseo.api.SourceKey;

/** A store in memory, which can be told to fail, and which refuses rows that leave a gap as the real one does. */
final class MemoryStore implements Store {
    private final Map<AgentId, AgentState> agents = new HashMap<>();
    private final Map<AgentId, List<TimelineRow>> rows = new HashMap<>();
    private final Map<AgentId, List<StoredSend>> sends = new HashMap<>();
    private final Map<AgentId, List<QueuedPrompt>> queued = new HashMap<>();
    private final Map<AgentId, Checkpoint> checkpoints = new HashMap<>();
    private final Map<AgentId, Set<String>> messages = new HashMap<>();
    private final Map<RequestKey, KnownRequest> requests = new HashMap<>();
    private int failures;
    private int commits;

    synchronized void failNext(int commitsToFail) {
        failures = commitsToFail;
    }

    synchronized int commits() {
        return commits;
    }

    synchronized List<TimelineRow> rows(AgentId agent) {
        return List.copyOf(rows.getOrDefault(agent, List.of()));
    }

    private synchronized <T> CompletableFuture<T> now(Supplier<T> work) {
        try {
            return CompletableFuture.completedFuture(work.get());
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    @Override
    public CompletableFuture<List<AgentState>> agents() {
        return now(() -> List.copyOf(agents.values()));
    }

    @Override
    public CompletableFuture<Void> commit(Commit commit) {
        return now(() -> {
            if (failures > 0) {
                failures--;
                throw new StoreException(StoreException.Code.FULL, "disk full", null);
            }
            AgentId id = commit.state().id();
            List<TimelineRow> timeline = rows.computeIfAbsent(id, i -> new ArrayList<>());
            for (TimelineRow row : commit.rows()) {
                if (row.seq() != timeline.size() + 1) {
                    throw new StoreException(StoreException.Code.DAMAGED, "gap at " + row.seq(), null);
                }
                timeline.add(row);
            }
            agents.put(id, commit.state());
            List<StoredSend> known = sends.computeIfAbsent(id, i -> new ArrayList<>());
            known.addAll(commit.begun());
            known.replaceAll(send -> commit.done().contains(send.send().number()) ? new StoredSend(send.send(), send.at(), true) : send);
            List<QueuedPrompt> waiting = queued.computeIfAbsent(id, i -> new ArrayList<>());
            waiting.addAll(commit.recovery().queued());
            waiting.removeIf(prompt -> commit.recovery().over().contains(prompt.turn()));
            commit.recovery().checkpoint().ifPresent(checkpoint -> checkpoints.put(id, checkpoint));
            messages.computeIfAbsent(id, i -> new HashSet<>()).addAll(commit.messages());
            commit.request().ifPresent(key -> requests.put(key, new KnownRequest(Optional.of(id), Optional.empty())));
            commits++;
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> delete(AgentId agent) {
        return now(() -> {
            agents.remove(agent);
            rows.remove(agent);
            return null;
        });
    }

    @Override
    public CompletableFuture<List<TimelineRow>> rowsAfter(AgentId agent, long seq, int limit) {
        return now(() -> rows.getOrDefault(agent, List.of()).stream().filter(row -> row.seq() > seq).limit(limit).toList());
    }

    @Override
    public CompletableFuture<List<TimelineRow>> rowsBefore(AgentId agent, long seq, int limit) {
        return now(() -> {
            List<TimelineRow> before = rows.getOrDefault(agent, List.of()).stream().filter(row -> row.seq() < seq).toList();
            return before.subList(Math.max(0, before.size() - limit), before.size());
        });
    }

    @Override
    public CompletableFuture<List<StoredSend>> sends(AgentId agent, long fromNumber) {
        return now(() -> sends.getOrDefault(agent, List.of()).stream().filter(send -> send.send().number() >= fromNumber || !send.done())
                .toList());
    }

    @Override
    public CompletableFuture<Optional<Checkpoint>> checkpoint(AgentId agent) {
        return now(() -> Optional.ofNullable(checkpoints.get(agent)));
    }

    @Override
    public CompletableFuture<Map<AgentId, List<QueuedPrompt>>> queued() {
        return now(() -> {
            Map<AgentId, List<QueuedPrompt>> all = new HashMap<>();
            queued.forEach((agent, prompts) -> all.put(agent, List.copyOf(prompts)));
            all.values().removeIf(List::isEmpty);
            return all;
        });
    }

    @Override
    public CompletableFuture<Set<SourceKey>> sourceKeys(AgentId agent, int limit) {
        return now(Set::of);
    }

    @Override
    public CompletableFuture<Boolean> accepted(AgentId agent, String messageId) {
        return now(() -> messages.getOrDefault(agent, Set.of()).contains(messageId));
    }

    @Override
    public CompletableFuture<Optional<KnownRequest>> request(RequestKey key) {
        return now(() -> Optional.ofNullable(requests.get(key)));
    }

    @Override
    public CompletableFuture<Void> answered(RequestKey key, Optional<AgentId> agent, String answer) {
        return now(() -> {
            requests.put(key, new KnownRequest(agent, Optional.of(answer)));
            return null;
        });
    }

    @Override
    public void close() {}
}
