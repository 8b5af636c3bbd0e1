package sh.paseo.api.agent;

import jakarta.json.JsonValue;
import java.util.Objects;
import java.util.Optional;

/** A setting of a running session. */
public sealed interface Setting {
    /** The permission mode. */
    record OfMode(String id) implements Setting {
        public OfMode {
            Objects.requireNonNull(id);
        }
    }

    /** The model; empty means the agent's default. */
    record OfModel(Optional<String> id) implements Setting {
        public OfModel {
            Objects.requireNonNull(id);
        }
    }

    /** The degree of thinking; empty means the agent's default. */
    record OfThinking(Optional<String> id) implements Setting {
        public OfThinking {
            Objects.requireNonNull(id);
        }
    }

    /** A switch that only this provider knows. */
    record OfFeature(String id, JsonValue value) implements Setting {
        public OfFeature {
            Objects.requireNonNull(id);
            Objects.requireNonNull(value);
        }
    }
}
