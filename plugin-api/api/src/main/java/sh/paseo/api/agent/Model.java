package sh.paseo.api.agent;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A model an agent can use. */
public record Model(String id, String label, Optional<String> description, boolean isDefault, List<ThinkingOption> thinkingOptions,
        Optional<String> defaultThinking) {

    /** A degree of thinking of a model. */
    public record ThinkingOption(String id, String label, boolean isDefault) {
        public ThinkingOption {
            Objects.requireNonNull(id);
            Objects.requireNonNull(label);
        }
    }

    public Model {
        Objects.requireNonNull(id);
        Objects.requireNonNull(label);
        Objects.requireNonNull(description);
        thinkingOptions = List.copyOf(thinkingOptions);
        Objects.requireNonNull(defaultThinking);
    }
}
