package sh.paseo.daemon.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import sh.paseo.api.AgentId;
import sh.paseo.engine.KnownRequest;
import sh.paseo.engine.RequestKey;
import sh.paseo.engine.Store;
import sh.paseo.protocol.Request;

/**
 * Answers a request that changes something once: a client that did not get the answer may repeat it for 24 hours and gets the same
 * answer, while nothing runs twice.
 *
 * <p><b>Thread</b>: the connection's virtual one: it waits for the store, so that requests of one socket keep their order.
 */
final class RepeatedRequests {
    private final Store store;
    private final BiFunction<AgentId, Request, Optional<byte[]>> rebuild;
    private final Map<RequestKey, CompletableFuture<byte[]>> running = new ConcurrentHashMap<>();

    /** @param rebuild makes the answer to a request that took effect on this agent but was not answered before the daemon ended */
    RepeatedRequests(Store store, BiFunction<AgentId, Request, Optional<byte[]>> rebuild) {
        this.store = store;
        this.rebuild = rebuild;
    }

    CompletableFuture<byte[]> once(ClientSession session, Request request, Function<Optional<RequestKey>, CompletableFuture<byte[]>> run) {
        if (request.requestId().isEmpty()) {
            return run.apply(Optional.empty());
        }
        RequestKey key = new RequestKey(session.key(), request.requestId().get());
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        CompletableFuture<byte[]> first = running.putIfAbsent(key, answer);
        if (first != null) {
            return first;
        }
        try {
            CompletableFuture<byte[]> made = store.request(key).join().flatMap(known -> answered(key, known, request))
                    .orElseGet(() -> run.apply(Optional.of(key)).thenCompose(frame -> keep(key, frame)));
            made.whenComplete((frame, failure) -> {
                running.remove(key);
                if (failure == null) {
                    answer.complete(frame);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException failure) {
            running.remove(key);
            answer.completeExceptionally(failure);
        }
        return answer;
    }

    /** An answer that has to be made anew is kept too: the agent changes, and the next repeat must not show it. */
    private Optional<CompletableFuture<byte[]>> answered(RequestKey key, KnownRequest known, Request request) {
        return known.answer().map(text -> CompletableFuture.completedFuture(text.getBytes(StandardCharsets.UTF_8)))
                .or(() -> known.agent().flatMap(agent -> rebuild.apply(agent, request)).map(frame -> keep(key, frame)));
    }

    private CompletableFuture<byte[]> keep(RequestKey key, byte[] frame) {
        return store.answered(key, Optional.empty(), new String(frame, StandardCharsets.UTF_8)).thenApply(done -> frame);
    }
}
