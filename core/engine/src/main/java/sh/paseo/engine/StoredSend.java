package sh.paseo.engine;

import java.util.Objects;
import java.util.Optional;
import sh.paseo.api.agent.Send;

/**
 * A line of ours to an agent, stored before it is written.
 *
 * @param at   the place in the agent's output that had been consumed when it was begun
 * @param done whether it was written whole
 */
public record StoredSend(Send send, Optional<JournalPosition> at, boolean done) {
    public StoredSend {
        Objects.requireNonNull(send);
        Objects.requireNonNull(at);
    }
}
