package sh.paseo.engine;

import java.time.InstantSource;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * The two clocks.
 *
 * @param clock for what people read; may jump
 * @param nanos for how long something takes; never goes back
 */
public record Time(InstantSource clock, LongSupplier nanos) {
    public Time {
        Objects.requireNonNull(clock);
        Objects.requireNonNull(nanos);
    }
}
