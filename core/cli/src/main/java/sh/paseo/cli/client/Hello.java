package sh.paseo.cli.client;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;

/** The first words between a client and a daemon. <b>Source:</b> spec/wire/01 §4. */
final class Hello {
    /** The level of the wire protocol that this client speaks; daemons hide what is newer than this from a client (01 §7). */
    private static final String PROTOCOL_LEVEL = "0.1.65";

    private Hello() {}

    /** What the client says. */
    static String of(String clientId) {
        return Json.object().add("type", "hello").add("clientId", clientId).add("clientType", "cli").add("protocolVersion", 1)
                .add("capabilities", Json.object().add("reasoning_merge_enum", true)).add("appVersion", PROTOCOL_LEVEL).build().toString();
    }

    /** The message of a session envelope; an empty object for anything else. */
    static JsonObject message(String text) {
        try {
            return Json.child(Json.read(text), "message");
        } catch (JsonException unreadable) {
            // 01 §5: a client drops what it cannot read.
            return Json.EMPTY;
        }
    }

    /** What a daemon says of itself in this message; an empty object if the message is another one. */
    static JsonObject serverInfo(JsonObject message) {
        JsonObject payload = Json.child(message, "payload");
        boolean info = Json.text(message, "type").orElse("").equals("status")
                && Json.text(payload, "status").orElse("").equals("server_info");
        return info ? payload : Json.EMPTY;
    }
}
