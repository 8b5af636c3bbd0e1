package sh.paseo.agent.claude;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import sh.paseo.api.AgentId;
import sh.paseo.api.PluginException;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.Setting;

/**
 * The lines we write to the CLI.
 *
 * <p>Request ids come from the send's number, so they never repeat within an agent. A prompt's uuid comes from its turn, because
 * one process of the CLI runs a uuid once only.
 */
final class ClaudeProtocol {
    /** A request that no CLI knows, so that it does nothing but answer. */
    static final String PROBE = "paseo_probe";
    private static final String PREFIX = "req_";

    private ClaudeProtocol() {}

    /** The first line; the session id rides along so that a replay knows it without asking anybody. */
    static String initialize(long number, Optional<String> sessionId) {
        JsonObjectBuilder line = Fields.JSON.createObjectBuilder().add("type", "control_request").add("request_id", requestId(number));
        sessionId.ifPresent(id -> line.add("session_id", id));
        return line.add("request", Fields.JSON.createObjectBuilder().add("subtype", "initialize").addNull("hooks")).build().toString();
    }

    static String prompt(String uuid, String sessionId, Prompt prompt) {
        JsonObjectBuilder message = Fields.JSON.createObjectBuilder().add("role", "user");
        if (prompt.images().isEmpty()) {
            message.add("content", prompt.text());
        } else {
            message.add("content", blocks(prompt));
        }
        return Fields.JSON.createObjectBuilder().add("type", "user").add("message", message).addNull("parent_tool_use_id")
                .add("session_id", sessionId).add("uuid", uuid).build().toString();
    }

    private static JsonArrayBuilder blocks(Prompt prompt) {
        JsonArrayBuilder blocks = Fields.JSON.createArrayBuilder();
        if (!prompt.text().isBlank()) {
            blocks.add(Fields.JSON.createObjectBuilder().add("type", "text").add("text", prompt.text()));
        }
        for (Prompt.Image image : prompt.images()) {
            JsonObjectBuilder source = Fields.JSON.createObjectBuilder().add("type", "base64").add("media_type", image.mimeType())
                    .add("data", image.base64());
            blocks.add(Fields.JSON.createObjectBuilder().add("type", "image").add("source", source));
        }
        return blocks;
    }

    static String interrupt(long number) {
        return request(number, Fields.JSON.createObjectBuilder().add("subtype", "interrupt"));
    }

    /** Takes back a prompt that has not begun; the CLI says whether it could. */
    static String withdraw(long number, String uuid) {
        return request(number, Fields.JSON.createObjectBuilder().add("subtype", "cancel_async_message").add("message_uuid", uuid));
    }

    /** Answered at once, with an error, which proves that every line before it was read. */
    static String probe(long number) {
        return request(number, Fields.JSON.createObjectBuilder().add("subtype", PROBE));
    }

    static String select(long number, Setting setting) {
        JsonObjectBuilder request = Fields.JSON.createObjectBuilder();
        switch (setting) {
            case Setting.OfMode mode -> request.add("subtype", "set_permission_mode").add("mode", mode.id());
            case Setting.OfModel model -> request.add("subtype", "set_model").add("model",
                    model.id().<JsonValue>map(Fields.JSON::createValue).orElse(JsonValue.NULL));
            case Setting.OfThinking thinking -> request.add("subtype", "apply_flag_settings").add("settings",
                    Fields.JSON.createObjectBuilder().add("effortLevel",
                            thinking.id().<JsonValue>map(Fields.JSON::createValue).orElse(JsonValue.NULL)));
            case Setting.OfFeature feature -> throw PluginException.unsupported(feature);
        }
        return request(number, request);
    }

    /** @param asked what the CLI wants to run; it is sent back when the user changed nothing */
    static String answer(String requestId, JsonObject asked, PermissionAnswer answer) {
        JsonObjectBuilder response = Fields.JSON.createObjectBuilder();
        switch (answer) {
            case PermissionAnswer.Allow allow -> {
                response.add("behavior", "allow").add("updatedInput", allow.input().orElse(asked));
                if (!allow.permissions().isEmpty()) {
                    JsonArrayBuilder permissions = Fields.JSON.createArrayBuilder();
                    allow.permissions().forEach(permissions::add);
                    response.add("updatedPermissions", permissions);
                }
            }
            case PermissionAnswer.Deny deny -> {
                response.add("behavior", "deny").add("message", deny.message().orElse("The user does not allow this."));
                if (deny.interrupt()) {
                    response.add("interrupt", true);
                }
            }
        }
        return response("success", requestId, "response", response.build());
    }

    static String refuse(String requestId, String reason) {
        return response("error", requestId, "error", Fields.JSON.createValue(reason));
    }

    /** The same for the same turn of the same agent, whenever it is asked. */
    static String promptUuid(AgentId agent, TurnId turn) {
        return UUID.nameUUIDFromBytes((agent.value() + '\n' + turn.value()).getBytes(StandardCharsets.UTF_8)).toString();
    }

    static String requestId(long number) {
        return PREFIX + number;
    }

    /** The send that made this request id; empty if none of ours did. */
    static OptionalLong numberOf(String requestId) {
        String digits = requestId.startsWith(PREFIX) ? requestId.substring(PREFIX.length()) : "";
        return digits.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }

    private static String request(long number, JsonObjectBuilder request) {
        return Fields.JSON.createObjectBuilder().add("type", "control_request").add("request_id", requestId(number))
                .add("request", request).build().toString();
    }

    private static String response(String subtype, String requestId, String name, JsonValue value) {
        return Fields.JSON.createObjectBuilder().add("type", "control_response").add("response", Fields.JSON.createObjectBuilder()
                .add("subtype", subtype).add("request_id", requestId).add(name, value)).build().toString();
    }
}
