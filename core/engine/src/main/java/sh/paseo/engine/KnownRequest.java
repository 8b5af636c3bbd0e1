package sh.paseo.engine;

import java.util.Objects;
import java.util.Optional;
import sh.paseo.api.AgentId;

/**
 * A request that was accepted before.
 *
 * @param agent  the agent it was about
 * @param answer the answer as it was sent, if it got that far
 */
public record KnownRequest(Optional<AgentId> agent, Optional<String> answer) {
    public KnownRequest {
        Objects.requireNonNull(agent);
        Objects.requireNonNull(answer);
    }
}
