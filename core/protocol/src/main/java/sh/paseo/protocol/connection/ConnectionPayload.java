package sh.paseo.protocol.connection;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import sh.paseo.protocol.Payload;
import sh.paseo.protocol.Wire;

/** What the daemon says about itself and about requests that failed. <b>Source</b>: wire specification 01 and 03, G1. */
public sealed interface ConnectionPayload extends Payload {
    /** The answer to hello. */
    @Wire("status")
    record ServerInfo(String status, String serverId, String hostname, String version,
            Map<String, Boolean> features) implements ConnectionPayload {
        public static ServerInfo of(String serverId, String hostname, String version, Map<String, Boolean> features) {
            return new ServerInfo("server_info", serverId, hostname, version, features);
        }
    }

    /** A restart or shutdown has been asked for. */
    @Wire("status")
    record Ending(String status, String clientId, Optional<String> reason, Optional<String> requestId) implements ConnectionPayload {
        public static Ending restart(String clientId, Optional<String> reason, Optional<String> requestId) {
            return new Ending("restart_requested", clientId, reason, requestId);
        }

        public static Ending shutdown(String clientId, Optional<String> requestId) {
            return new Ending("shutdown_requested", clientId, Optional.empty(), requestId);
        }
    }

    /** A message without a request id could not be understood. */
    @Wire("status")
    record Invalid(String status, String message) implements ConnectionPayload {
        public static Invalid of(String message) {
            return new Invalid("error", "Invalid message: " + message);
        }
    }

    /** The answer to a ping; times in milliseconds since 1970. */
    @Wire("pong")
    record Pong(Optional<String> requestId, OptionalLong clientSentAt, long serverReceivedAt,
            long serverSentAt) implements ConnectionPayload {}

    /** A request failed. */
    @Wire("rpc_error")
    record RpcError(String requestId, Optional<String> requestType, String error, String code) implements ConnectionPayload {}
}
