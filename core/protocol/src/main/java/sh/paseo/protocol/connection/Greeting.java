package sh.paseo.protocol.connection;

import jakarta.json.JsonObject;
import java.util.Optional;

/**
 * The first message of a client. <b>Source</b>: wire specification 01, section 4.1.
 *
 * @param clientId     names the logical session
 * @param capabilities free; known is {@code reasoning_merge_enum}
 */
public record Greeting(String clientId, String clientType, int protocolVersion, Optional<String> appVersion,
        Optional<JsonObject> capabilities) {
    public boolean can(String capability) {
        return capabilities.map(c -> c.getBoolean(capability, false)).orElse(false);
    }
}
