package sh.paseo.protocol.permissions;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import sh.paseo.protocol.Request;
import sh.paseo.protocol.Wire;

/** The user's answer; {@code requestId} is the question's id. <b>Source</b>: wire specification 04, section 9. */
@Wire("agent_permission_response")
public record PermissionResponse(String agentId, Optional<String> requestId, Resolution response) implements Request {
    /** {@code behavior} is {@code allow} or {@code deny}. */
    public record Resolution(String behavior, Optional<String> selectedActionId, Optional<JsonObject> updatedInput,
            Optional<List<JsonObject>> updatedPermissions, Optional<String> message, Optional<Boolean> interrupt) {}
}
