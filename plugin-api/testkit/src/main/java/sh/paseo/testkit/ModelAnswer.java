package sh.paseo.testkit;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes an answer of the scripted model in the Anthropic Messages form, as server-sent events or as one object. */
final class ModelAnswer {
    private static final AtomicLong IDS = new AtomicLong();
    private static final int TEXT_PIECE = 12;
    private static final int JSON_PIECE = 30;

    private final ModelRequest request;
    private final List<Step> steps;
    private final Duration pause;
    private final String id = id("msg");

    ModelAnswer(ModelRequest request, List<Step> steps, Duration pause) {
        this.request = request;
        this.steps = steps;
        this.pause = pause;
    }

    private static String id(String prefix) {
        return prefix + "_scripted" + IDS.incrementAndGet();
    }

    JsonObject whole() {
        JsonArrayBuilder content = Json.createArrayBuilder();
        for (Step step : steps) {
            content.add(tool(step).<JsonValue>map(tool -> block("tool_use").add("id", id("toolu")).add("name", tool.name())
                    .add("input", tool.input()).build()).orElseGet(() -> block("text").add("text", text(step)).build()));
        }
        return message(content).add("stop_reason", stopReason()).add("usage", usage(42)).build();
    }

    /** Writes the events; ends early, with an exception, when the client has gone. */
    void stream(OutputStream out) throws IOException, InterruptedException {
        event(out, "message_start", object().add("message", message(Json.createArrayBuilder()).addNull("stop_reason")
                .add("usage", usage(1))));
        event(out, "ping", object());
        int index = 0;
        for (Step step : steps) {
            block(out, index++, step);
        }
        event(out, "message_delta", object().add("delta", object().add("stop_reason", stopReason()).addNull("stop_sequence"))
                .add("usage", usage(42)));
        event(out, "message_stop", object());
    }

    private void block(OutputStream out, int index, Step step) throws IOException, InterruptedException {
        Optional<Step.Tool> tool = tool(step);
        JsonObjectBuilder start;
        if (tool.isPresent()) {
            start = block("tool_use").add("id", id("toolu")).add("name", tool.get().name()).add("input", JsonValue.EMPTY_JSON_OBJECT);
        } else if (step instanceof Step.Think) {
            start = block("thinking").add("thinking", "").add("signature", "");
        } else {
            start = block("text").add("text", "");
        }
        event(out, "content_block_start", object().add("index", index).add("content_block", start));
        if (tool.isPresent()) {
            pieces(out, index, "input_json_delta", "partial_json", tool.get().input().toString());
        } else if (step instanceof Step.Think think) {
            pieces(out, index, "thinking_delta", "thinking", think.text());
            delta(out, index, "signature_delta", "signature", "c2NyaXB0ZWQ=");
        } else if (step instanceof Step.Slow slow) {
            for (int i = 0; i < slow.times(); i++) {
                delta(out, index, "text_delta", "text", slow.text());
                Thread.sleep(slow.pause());
            }
        } else if (step instanceof Step.Count count) {
            for (int i = 0; i < count.times(); i++) {
                delta(out, index, "text_delta", "text", count.word() + i + " ");
                Thread.sleep(count.pause());
            }
        } else {
            pieces(out, index, "text_delta", "text", text(step));
        }
        event(out, "content_block_stop", object().add("index", index));
    }

    private void pieces(OutputStream out, int index, String type, String name, String text) throws IOException, InterruptedException {
        int size = type.equals("input_json_delta") ? JSON_PIECE : TEXT_PIECE;
        for (int at = 0; at < text.length(); at += size) {
            delta(out, index, type, name, text.substring(at, Math.min(text.length(), at + size)));
            Thread.sleep(pause);
        }
    }

    private void delta(OutputStream out, int index, String type, String name, String value) throws IOException {
        event(out, "content_block_delta", object().add("index", index).add("delta", object().add("type", type).add(name, value)));
    }

    private static void event(OutputStream out, String type, JsonObjectBuilder data) throws IOException {
        JsonObject typed = Json.createObjectBuilder(data.build()).add("type", type).build();
        out.write(("event: " + type + "\ndata: " + typed + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private Optional<Step.Tool> tool(Step step) {
        return ToolChoice.of(step, request);
    }

    private String text(Step step) {
        return switch (step) {
            case Step.Text text -> text.text();
            case Step.Think think -> think.text();
            case Step.Slow slow -> slow.text().repeat(slow.times());
            case Step.Count count -> IntStream.range(0, count.times()).mapToObj(i -> count.word() + i + " ").collect(Collectors.joining());
            case Step.CountImages _ -> "I see " + request.images() + " image(s).";
            case Step.Http _, Step.Tool _, Step.Shell _, Step.Write _, Step.Edit _, Step.Read _, Step.Ask _, Step.Plan _, Step.Todo _ ->
                "[no tool for " + step + "]";
        };
    }

    private String stopReason() {
        return steps.stream().anyMatch(step -> tool(step).isPresent()) ? "tool_use" : "end_turn";
    }

    private JsonObjectBuilder message(JsonArrayBuilder content) {
        return object().add("id", id).add("type", "message").add("role", "assistant").add("model", request.model())
                .add("content", content).addNull("stop_sequence");
    }

    /** Always the same, so that tests know what to expect. */
    private static JsonObjectBuilder usage(int outputTokens) {
        return object().add("input_tokens", 1000).add("cache_creation_input_tokens", 200).add("cache_read_input_tokens", 300)
                .add("output_tokens", outputTokens);
    }

    private static JsonObjectBuilder block(String type) {
        return object().add("type", type);
    }

    private static JsonObjectBuilder object() {
        return Json.createObjectBuilder();
    }
}
