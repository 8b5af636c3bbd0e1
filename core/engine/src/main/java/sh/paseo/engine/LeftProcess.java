package sh.paseo.engine;

import java.util.Objects;

/**
 * A process that an earlier daemon started, or what is left of it.
 *
 * @param name  the name of its folder
 * @param alive whether it still runs
 */
public record LeftProcess(String name, boolean alive) {
    public LeftProcess {
        Objects.requireNonNull(name);
    }
}
