package sh.paseo.engine;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import sh.paseo.api.AgentId;
import sh.paseo.api.ProviderId;

/**
 * What never changes about an agent.
 *
 * @param epoch names the numbering of its timeline; stable for the agent's life
 */
public record Identity(AgentId id, ProviderId provider, Path directory, Instant createdAt, String epoch) {
    public Identity {
        Objects.requireNonNull(id);
        Objects.requireNonNull(provider);
        Objects.requireNonNull(directory);
        Objects.requireNonNull(createdAt);
        Objects.requireNonNull(epoch);
    }
}
