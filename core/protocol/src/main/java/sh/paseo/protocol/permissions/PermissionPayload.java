package sh.paseo.protocol.permissions;

import sh.paseo.protocol.Payload;
import sh.paseo.protocol.Wire;

/** Events about questions; they repeat those of the stream. <b>Source</b>: wire specification 03, G4. */
public sealed interface PermissionPayload extends Payload {
    /** An agent asks. */
    @Wire("agent_permission_request")
    record Requested(String agentId, PermissionRequest request) implements PermissionPayload {}

    /** A question is answered. */
    @Wire("agent_permission_resolved")
    record Resolved(String agentId, String requestId, PermissionResponse.Resolution resolution) implements PermissionPayload {}
}
