package sh.paseo.testkit;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** Writes the messages of Claude's stream-json mode. <b>Thread</b>: any; a message is written whole. */
final class AgentOutput {
    private final OutputStream out;
    private final AtomicLong ids = new AtomicLong();

    AgentOutput(OutputStream out) {
        this.out = out;
    }

    static JsonObjectBuilder object() {
        return Json.createObjectBuilder();
    }

    String id(String prefix) {
        return prefix + "_" + ProcessHandle.current().pid() + "_" + ids.incrementAndGet();
    }

    void line(JsonObjectBuilder message) {
        raw(message.build().toString().getBytes(StandardCharsets.UTF_8));
    }

    synchronized void raw(byte[] line) {
        try {
            out.write(line);
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void answer(String requestId, JsonObjectBuilder response) {
        line(object().add("type", "control_response").add("response", object().add("subtype", "success").add("request_id", requestId)
                .add("response", response)));
    }

    void refuse(String requestId, String error) {
        line(object().add("type", "control_response").add("response", object().add("subtype", "error").add("request_id", requestId)
                .add("error", error)));
    }

    void lifecycle(String prompt, String state) {
        line(object().add("type", "command_lifecycle").add("command_uuid", prompt).add("state", state));
    }

    void system(String subtype, JsonObjectBuilder fields) {
        line(Json.createObjectBuilder(fields.build()).add("type", "system").add("subtype", subtype).add("uuid", id("sys")));
    }

    void stream(JsonObjectBuilder event) {
        line(object().add("type", "stream_event").add("event", event).addNull("parent_tool_use_id").add("uuid", id("ev")));
    }

    void delta(String type, String name, String text) {
        stream(object().add("type", "content_block_delta").add("index", 0).add("delta", object().add("type", type).add(name, text)));
    }

    void blockStart(JsonObjectBuilder block) {
        stream(object().add("type", "content_block_start").add("index", 0).add("content_block", block));
    }

    void blockEnd(String messageId, JsonObjectBuilder block) {
        line(object().add("type", "assistant").add("message", object().add("id", messageId).add("role", "assistant")
                .add("content", Json.createArrayBuilder().add(block))).addNull("parent_tool_use_id").add("uuid", id("as")));
        stream(object().add("type", "content_block_stop").add("index", 0));
    }

    void toolResult(String toolUseId, String text, JsonValue structured, boolean error) {
        JsonObjectBuilder block = object().add("type", "tool_result").add("tool_use_id", toolUseId).add("content", text)
                .add("is_error", error);
        line(userLine(block).add("tool_use_result", structured));
    }

    void rejected(String toolUseId) {
        JsonObjectBuilder block = object().add("type", "tool_result").add("tool_use_id", toolUseId).add("content", "Rejected.")
                .add("is_error", true);
        line(userLine(block).add("tool_result_meta", Json.createArrayBuilder()
                .add(object().add("id", toolUseId).add("non_execution_kind", "user-rejected"))));
    }

    private static JsonObjectBuilder userLine(JsonObjectBuilder block) {
        return object().add("type", "user").add("message", object().add("role", "user")
                .add("content", Json.createArrayBuilder().add(block))).addNull("parent_tool_use_id");
    }

    void result(JsonObject fields) {
        line(Json.createObjectBuilder(fields).add("type", "result").add("total_cost_usd", 0.001).add("modelUsage",
                object().add("scripted", object().add("inputTokens", 10).add("outputTokens", 5).add("contextWindow", 1000))));
    }
}
