package sh.paseo.engine;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * What the engine works with.
 *
 * @param ids makes ids that never come twice
 */
public record EngineContext(Store store, ProcessHost processes, Providers providers, Publisher publisher, Time time,
        Supplier<String> ids, Policy policy) {
    public EngineContext {
        Objects.requireNonNull(store);
        Objects.requireNonNull(processes);
        Objects.requireNonNull(providers);
        Objects.requireNonNull(publisher);
        Objects.requireNonNull(time);
        Objects.requireNonNull(ids);
        Objects.requireNonNull(policy);
    }
}
