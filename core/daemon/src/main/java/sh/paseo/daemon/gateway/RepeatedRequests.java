package sh.paseo.daemon.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import sh.paseo.api.AgentId;
import sh.paseo.engine.KnownRequest;
import sh.paseo.engine.RequestKey;
import sh.paseo.engine.Store;
import sh.paseo.protocol.Request;

/**
 * Answers a request that changes something once: a client that did not get the answer may repeat it for 24 hours and gets the same
 * answer, while nothing runs twice.
 *
 * <p>A client that comes back over a new socket repeats its requests in their order while what it sent before may still be read from
 * the old one. So a repeat returns only when the request that it repeats has been given to whom it concerns: what comes behind it
 * cannot overtake it.
 *
 * <p><b>Thread</b>: the connection's virtual one: it waits for the store, so that requests of one socket keep their order.
 */
final class RepeatedRequests {
    private final Store store;
    private final BiFunction<AgentId, Request, Optional<byte[]>> rebuild;
    private final Map<RequestKey, Run> running = new ConcurrentHashMap<>();

    /** @param given completes when whatever the request wants has begun, or cannot */
    private record Run(CompletableFuture<byte[]> answer, CompletableFuture<Void> given) {}

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
        return once(key, request, () -> false, () -> run.apply(Optional.of(key)));
    }

    /** For what ends the daemon: the answer is kept before the effect, since a repeat that comes to the next daemon must not have it. */
    CompletableFuture<byte[]> before(ClientSession session, Request request, byte[] answer, Runnable effect) {
        if (request.requestId().isEmpty()) {
            effect.run();
            return CompletableFuture.completedFuture(answer);
        }
        RequestKey key = new RequestKey(session.key(), request.requestId().get());
        return share(key, () -> known(key, request).orElseGet(() -> {
            keep(key, answer).join();
            effect.run();
            return CompletableFuture.completedFuture(answer);
        }));
    }

    /** @param anew whether what is known of the key is of an earlier request, which this one does not repeat */
    CompletableFuture<byte[]> once(RequestKey key, Request request, BooleanSupplier anew, Supplier<CompletableFuture<byte[]>> run) {
        return share(key, () -> {
            Optional<CompletableFuture<byte[]>> known = anew.getAsBoolean() ? Optional.empty() : known(key, request);
            return known.orElseGet(() -> run.get().thenCompose(frame -> keep(key, frame)));
        });
    }

    /** Whoever comes while the first one of this key is under way gets the same answer. */
    private CompletableFuture<byte[]> share(RequestKey key, Supplier<CompletableFuture<byte[]>> begin) {
        Run mine = new Run(new CompletableFuture<>(), new CompletableFuture<>());
        Run first = running.putIfAbsent(key, mine);
        if (first != null) {
            first.given().join();
            return first.answer();
        }
        try {
            begin.get().whenComplete((frame, failure) -> {
                running.remove(key);
                if (failure == null) {
                    mine.answer().complete(frame);
                } else {
                    mine.answer().completeExceptionally(failure);
                }
            });
        } catch (RuntimeException failure) {
            running.remove(key);
            mine.answer().completeExceptionally(failure);
        } finally {
            mine.given().complete(null);
        }
        return mine.answer();
    }

    /** An answer that has to be made anew is kept too: the agent changes, and the next repeat must not show it. */
    private Optional<CompletableFuture<byte[]>> known(RequestKey key, Request request) {
        return store.request(key).join().flatMap(known -> answered(key, known, request));
    }

    private Optional<CompletableFuture<byte[]>> answered(RequestKey key, KnownRequest known, Request request) {
        return known.answer().map(text -> CompletableFuture.completedFuture(text.getBytes(StandardCharsets.UTF_8)))
                .or(() -> known.agent().flatMap(agent -> rebuild.apply(agent, request)).map(frame -> keep(key, frame)));
    }

    private CompletableFuture<byte[]> keep(RequestKey key, byte[] frame) {
        return store.answered(key, Optional.empty(), new String(frame, StandardCharsets.UTF_8)).thenApply(done -> frame);
    }
}
