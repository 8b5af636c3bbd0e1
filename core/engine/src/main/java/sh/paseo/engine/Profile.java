package sh.paseo.engine;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the user has chosen for an agent.
 *
 * @param title      given by the user, or taken from the first prompt when {@code titleGiven} is false
 * @param settings   mode, model, thinking as configured
 * @param mcpServers as in the request; may be empty
 * @param extra      options only the provider knows; may be empty
 */
public record Profile(Optional<String> title, boolean titleGiven, Map<String, String> labels, Settings settings,
        Optional<String> systemPrompt, JsonObject mcpServers, JsonObject extra) {
    /** The settings that can change while an agent lives. */
    public record Settings(Optional<String> mode, Optional<String> model, Optional<String> thinking) {
        public Settings {
            Objects.requireNonNull(mode);
            Objects.requireNonNull(model);
            Objects.requireNonNull(thinking);
        }
    }

    public Profile {
        Objects.requireNonNull(title);
        Objects.requireNonNull(settings);
        Objects.requireNonNull(systemPrompt);
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        mcpServers = mcpServers == null ? JsonValue.EMPTY_JSON_OBJECT : mcpServers;
        extra = extra == null ? JsonValue.EMPTY_JSON_OBJECT : extra;
    }

    public Profile withTitle(String next, boolean given) {
        return new Profile(Optional.of(next), given, labels, settings, systemPrompt, mcpServers, extra);
    }

    public Profile withLabels(Map<String, String> next) {
        return new Profile(title, titleGiven, next, settings, systemPrompt, mcpServers, extra);
    }

    public Profile with(Settings next) {
        return new Profile(title, titleGiven, labels, next, systemPrompt, mcpServers, extra);
    }
}
