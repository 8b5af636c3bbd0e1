package sh.paseo.protocol.connection;

import java.util.Optional;
import java.util.OptionalLong;
import sh.paseo.protocol.Request;
import sh.paseo.protocol.Wire;

/** Requests about the connection and the daemon itself. <b>Source</b>: wire specification 03, G1. */
public sealed interface ConnectionRequest extends Request {
    /** Times the way there and back. */
    @Wire("ping")
    record Ping(Optional<String> requestId, OptionalLong clientSentAt) implements ConnectionRequest {}

    /** Where the user is looking. */
    @Wire("client_heartbeat")
    record Heartbeat(Optional<String> requestId, String deviceType, Optional<String> focusedAgentId, String lastActivityAt,
            boolean appVisible, Optional<String> appVisibilityChangedAt) implements ConnectionRequest {}

    /** Restart the daemon. */
    @Wire("restart_server_request")
    record Restart(Optional<String> requestId, Optional<String> reason) implements ConnectionRequest {}

    /** Stop the daemon. */
    @Wire("shutdown_server_request")
    record Shutdown(Optional<String> requestId) implements ConnectionRequest {}
}
