package sh.paseo.agent.claude;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the CLI writes, as far as Paseo reads it. <b>Source</b>: recorded transcripts of Claude Code 2.1.330. */
sealed interface ClaudeMessage {
    /** The answer to one of our control requests. */
    record ControlAnswer(String requestId, boolean ok, JsonObject response, String error) implements ClaudeMessage {}

    /** The CLI asks whether a tool may run, or its user a question. */
    record ToolPermission(String requestId, String tool, JsonObject request) implements ClaudeMessage {
        JsonObject input() {
            return Fields.object(request, "input");
        }

        Optional<String> toolUseId() {
            return Fields.text(request, "tool_use_id");
        }

        List<JsonObject> suggestions() {
            return Fields.objects(request, "permission_suggestions");
        }
    }

    /** Any other request of the CLI; nothing asks for them, but each must be answered or the CLI waits for ever. */
    record OtherRequest(String requestId, String subtype) implements ClaudeMessage {}

    /** The CLI no longer waits for our answer. */
    record RequestCancelled(String requestId) implements ClaudeMessage {}

    /** Where a prompt of ours stands: {@code queued}, {@code started}, {@code completed}, {@code cancelled}. */
    record CommandState(String prompt, String state) implements ClaudeMessage {}

    /** Comes at the start of each turn. */
    record TurnInit(String uuid, Optional<String> sessionId, Optional<String> model, Optional<String> mode) implements ClaudeMessage {}

    /** What the CLI is doing, and its permission mode when that has changed. */
    record Status(Optional<String> status, Optional<String> mode, Optional<String> compactResult) implements ClaudeMessage {}

    /** A call of the model failed and will be repeated. */
    record Retry(long attempt, long most, long delayMillis, OptionalLong status, String error) implements ClaudeMessage {}

    /** The conversation was shortened. */
    record CompactBoundary(Optional<String> trigger, OptionalLong tokensBefore) implements ClaudeMessage {}

    /** A task in the background, such as a sub-agent, has ended. */
    record TaskNotification(String toolUseId, String status, String summary) implements ClaudeMessage {}

    /** A raw event of the model's stream. */
    record Stream(JsonObject event, Optional<String> parent, String uuid) implements ClaudeMessage {}

    /** A finished content block of the model, or text that the CLI wrote in its place. */
    record Assistant(JsonObject line, Optional<String> parent, String uuid) implements ClaudeMessage {
        private JsonObject message() {
            return Fields.object(line, "message");
        }

        String messageId() {
            return Fields.text(message(), "id", "");
        }

        List<JsonObject> content() {
            return Fields.objects(message(), "content");
        }

        /** A short word for a failure of the model's API. */
        Optional<String> error() {
            return Fields.text(line, "error");
        }

        boolean synthetic() {
            return Fields.text(message(), "model", "").equals("<synthetic>");
        }
    }

    /** Results of tools, or text that the CLI writes for the model. */
    record UserTurn(JsonObject line, Optional<String> parent) implements ClaudeMessage {
        JsonArray content() {
            return Fields.array(Fields.object(line, "message"), "content");
        }

        JsonValue structured() {
            return line.getOrDefault("tool_use_result", JsonValue.NULL);
        }

        Optional<String> notExecuted(String toolUseId) {
            return Fields.objects(line, "tool_result_meta").stream().filter(meta -> Fields.text(meta, "id", "").equals(toolUseId))
                    .findFirst().flatMap(meta -> Fields.text(meta, "non_execution_kind"));
        }
    }

    /** The end of a turn. An API failure has the subtype {@code success} with {@code is_error}. */
    record Result(JsonObject line) implements ClaudeMessage {
        boolean error() {
            return Fields.isTrue(line, "is_error");
        }

        boolean aborted() {
            return Fields.text(line, "terminal_reason", "").startsWith("aborted");
        }

        List<String> errors() {
            return Fields.texts(line, "errors");
        }

        Optional<String> text() {
            return Fields.text(line, "result").filter(text -> !text.isBlank());
        }
    }

    /** Something Paseo has no use for. */
    record Unknown(String type) implements ClaudeMessage {}

    static Optional<ClaudeMessage> read(String line) {
        return Fields.parse(line).map(ClaudeMessage::of);
    }

    private static ClaudeMessage of(JsonObject line) {
        String type = Fields.text(line, "type", "");
        Optional<String> parent = Fields.text(line, "parent_tool_use_id");
        String uuid = Fields.text(line, "uuid", "");
        return switch (type) {
            case "stream_event" -> new Stream(Fields.object(line, "event"), parent, uuid);
            case "assistant" -> new Assistant(line, parent, uuid);
            case "user" -> new UserTurn(line, parent);
            case "result" -> new Result(line);
            case "system" -> system(line, uuid);
            case "control_response" -> controlAnswer(Fields.object(line, "response"));
            case "control_request" -> controlRequest(Fields.text(line, "request_id", ""), Fields.object(line, "request"));
            case "control_cancel_request" -> new RequestCancelled(Fields.text(line, "request_id", ""));
            case "command_lifecycle" -> new CommandState(Fields.text(line, "command_uuid", ""), Fields.text(line, "state", ""));
            default -> new Unknown(type);
        };
    }

    private static ClaudeMessage system(JsonObject line, String uuid) {
        String subtype = Fields.text(line, "subtype", "");
        return switch (subtype) {
            case "init" -> new TurnInit(uuid, Fields.text(line, "session_id"), Fields.text(line, "model"),
                    Fields.text(line, "permissionMode"));
            case "status" -> new Status(Fields.text(line, "status"), Fields.text(line, "permissionMode"),
                    Fields.text(line, "compact_result"));
            case "api_retry" -> new Retry(Fields.number(line, "attempt").orElse(1), Fields.number(line, "max_retries").orElse(1),
                    Fields.number(line, "retry_delay_ms").orElse(0), Fields.number(line, "error_status"),
                    Fields.text(line, "error", "unknown"));
            case "compact_boundary" -> {
                JsonObject data = Fields.object(line, "compact_metadata");
                yield new CompactBoundary(Fields.text(data, "trigger"), Fields.number(data, "pre_tokens"));
            }
            case "task_notification" -> new TaskNotification(Fields.text(line, "tool_use_id", ""), Fields.text(line, "status", ""),
                    Fields.text(line, "summary", ""));
            default -> new Unknown("system/" + subtype);
        };
    }

    private static ClaudeMessage controlAnswer(JsonObject response) {
        boolean ok = Fields.text(response, "subtype", "").equals("success");
        return new ControlAnswer(Fields.text(response, "request_id", ""), ok, Fields.object(response, "response"),
                Fields.text(response, "error", "no reason given"));
    }

    private static ClaudeMessage controlRequest(String requestId, JsonObject request) {
        String subtype = Fields.text(request, "subtype", "");
        return subtype.equals("can_use_tool") ? new ToolPermission(requestId, Fields.text(request, "tool_name", "tool"), request)
                : new OtherRequest(requestId, subtype);
    }
}
