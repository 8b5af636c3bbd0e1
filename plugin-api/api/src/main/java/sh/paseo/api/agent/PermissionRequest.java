package sh.paseo.api.agent;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import sh.paseo.api.PermissionId;

/**
 * A question of the agent to its user.
 *
 * @param name        what wants to run, such as the tool's name
 * @param input       what it would run with; may be empty
 * @param suggestions rules the user may grant along, in the agent's own form; {@link PermissionAnswer.Allow} gives them back
 */
public record PermissionRequest(PermissionId id, Kind kind, String name, Optional<String> title, Optional<String> description,
        JsonObject input, Optional<ToolDetail> detail, List<JsonObject> suggestions) {
    /** What is asked. */
    public enum Kind {
        TOOL,
        PLAN,
        QUESTION,
        MODE,
        OTHER
    }

    public PermissionRequest {
        Objects.requireNonNull(id);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(name);
        Objects.requireNonNull(title);
        Objects.requireNonNull(description);
        Objects.requireNonNull(input);
        Objects.requireNonNull(detail);
        suggestions = List.copyOf(suggestions);
    }
}
