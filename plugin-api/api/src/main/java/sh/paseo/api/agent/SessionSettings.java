package sh.paseo.api.agent;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * With what a session starts.
 *
 * @param directory    the working directory, absolute and existing
 * @param mode         permission mode, one of the descriptor's or the agent's own
 * @param model        empty for the agent's default
 * @param thinking     empty for the agent's default
 * @param systemPrompt text appended to the agent's own instructions
 * @param mcpServers   name to {@code {"type":"stdio","command",...}} or {@code {"type":"http","url",...}}; may be empty
 * @param extra        further options of the request that only this provider knows; may be empty
 */
public record SessionSettings(Path directory, Optional<String> mode, Optional<String> model, Optional<String> thinking,
        Optional<String> systemPrompt, JsonObject mcpServers, JsonObject extra) {
    public SessionSettings {
        if (!directory.isAbsolute()) {
            throw new IllegalArgumentException("directory must be absolute: " + directory);
        }
        Objects.requireNonNull(mode);
        Objects.requireNonNull(model);
        Objects.requireNonNull(thinking);
        Objects.requireNonNull(systemPrompt);
        Objects.requireNonNull(mcpServers);
        Objects.requireNonNull(extra);
    }
}
