package sh.paseo.api.agent;

import jakarta.json.JsonObject;
import jakarta.json.bind.annotation.JsonbSubtype;
import jakarta.json.bind.annotation.JsonbTypeInfo;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The user's answer to a {@link PermissionRequest}.
 *
 * <p><b>Shape</b>: as JSON its kind stands under {@code kind}; answers of a running turn are stored so.
 */
@JsonbTypeInfo(key = "kind", value = {
    @JsonbSubtype(alias = "allow", type = PermissionAnswer.Allow.class),
    @JsonbSubtype(alias = "deny", type = PermissionAnswer.Deny.class)})
public sealed interface PermissionAnswer {
    /**
     * Go on.
     *
     * @param input       what to run with instead of what was asked
     * @param permissions rules granted along, from the request's suggestions
     */
    record Allow(Optional<JsonObject> input, List<JsonObject> permissions) implements PermissionAnswer {
        public Allow {
            Objects.requireNonNull(input);
            permissions = List.copyOf(permissions);
        }

        public static Allow once() {
            return new Allow(Optional.empty(), List.of());
        }
    }

    /**
     * Do not.
     *
     * @param message   why, for the agent
     * @param interrupt whether the turn is to end as well
     */
    record Deny(Optional<String> message, boolean interrupt) implements PermissionAnswer {
        public Deny {
            Objects.requireNonNull(message);
        }
    }
}
