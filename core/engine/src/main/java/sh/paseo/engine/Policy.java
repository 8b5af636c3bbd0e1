package sh.paseo.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How long things may take.
 *
 * @param idleAfter  after so long without anything to do an agent's process is ended, to be resumed at the next prompt; empty for never
 * @param proofLimit how long an agent that was taken over may take to show that a line arrived
 * @param outlive    whether agents go on without the daemon
 */
public record Policy(Optional<Duration> idleAfter, Duration proofLimit, boolean outlive) {
    public static final Policy DEFAULT = new Policy(Optional.of(Duration.ofMinutes(15)), Duration.ofSeconds(10), true);

    public Policy {
        Objects.requireNonNull(idleAfter);
        Objects.requireNonNull(proofLimit);
    }
}
