package sh.paseo.api.agent;

import java.util.Objects;
import java.util.Optional;
import sh.paseo.api.TurnId;

/** A line of ours to the agent. {@code number} rises over the agent's life and starts at 1. */
public record Send(long number, Optional<TurnId> turn, String text) {
    public Send {
        Objects.requireNonNull(turn);
        Objects.requireNonNull(text);
        if (number < 1) {
            throw new IllegalArgumentException("send number must be positive: " + number);
        }
    }
}
