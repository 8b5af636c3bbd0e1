package sh.paseo.daemon.gateway;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import sh.paseo.engine.AgentState;
import sh.paseo.engine.Agents;
import sh.paseo.engine.KnownRequest;
import sh.paseo.engine.RequestKey;
import sh.paseo.engine.Store;

/**
 * Creates one agent for a client's first message, however often and by whatever request it comes: the message's id is stored with the
 * agent's first commit.
 *
 * <p><b>Thread</b>: any virtual one; it waits for the store.
 */
final class FirstMessages {
    private final Store store;
    private final Agents agents;
    private final Map<RequestKey, CompletableFuture<AgentState>> running = new ConcurrentHashMap<>();

    FirstMessages(Store store, Agents agents) {
        this.store = store;
        this.agents = agents;
    }

    /**
     * The agent of this message, created by {@code create} if there is none.
     *
     * @param request names the creation where the client gave its message no id
     */
    CompletableFuture<AgentState> once(ClientSession session, Optional<String> messageId, Optional<RequestKey> request,
            Function<Optional<RequestKey>, CompletableFuture<AgentState>> create) {
        if (messageId.isEmpty()) {
            return create.apply(request);
        }
        RequestKey message = new RequestKey(session.key(), "message " + messageId.get());
        CompletableFuture<AgentState> created = new CompletableFuture<>();
        CompletableFuture<AgentState> first = running.putIfAbsent(message, created);
        if (first != null) {
            return first;
        }
        begin(message, create).whenComplete((agent, failure) -> {
            running.remove(message);
            if (failure == null) {
                created.complete(agent);
            } else {
                created.completeExceptionally(failure);
            }
        });
        return created;
    }

    /** A refusal is a failed future like any other, so that the message can come again. */
    private CompletableFuture<AgentState> begin(RequestKey message, Function<Optional<RequestKey>, CompletableFuture<AgentState>> create) {
        try {
            return known(message).map(CompletableFuture::completedFuture).orElseGet(() -> create.apply(Optional.of(message)));
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private Optional<AgentState> known(RequestKey message) {
        return store.request(message).join().flatMap(KnownRequest::agent).flatMap(agents::find);
    }
}
