package sh.paseo.cli.text;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/**
 * Events of an agent as {@code attach} prints them while they happen: the agent's words raw, everything else in brackets on a line of its
 * own.
 *
 * <p><b>Source:</b> spec/wire/05 §2; recorded output 07.
 */
public final class LiveText {
    private LiveText() {}

    /** What to print for a timeline item, with its line feeds; may be empty. */
    public static String item(JsonObject item) {
        String text = TimelineText.text(item, "text");
        return SafeText.lines(switch (TimelineText.text(item, "type")) {
            case "user_message" -> line("[User] " + text);
            case "assistant_message" -> text;
            case "reasoning" -> line("[Reasoning] " + text);
            case "tool_call" -> line("[Tool: " + TimelineText.text(item, "name") + "] " + TimelineText.text(item, "status"));
            case "todo" -> line("[Todo] " + progress(item) + " completed");
            case "error" -> line("[Error] " + TimelineText.text(item, "message"));
            case "compaction" -> line("[Compacted]");
            default -> "";
        });
    }

    /** What to print for an event of {@code agent_stream}; empty for those that say nothing to people. */
    public static String event(JsonObject event) {
        return switch (TimelineText.text(event, "type")) {
            case "timeline" -> event.get("item") instanceof JsonObject item ? item(item) : "";
            case "permission_requested" ->
                line("[Permission Required] " + SafeText.line(TimelineText.text(child(event, "request"), "name")));
            case "permission_resolved" ->
                line("[Permission " + SafeText.line(TimelineText.text(child(event, "resolution"), "behavior")) + "]");
            case "turn_failed" -> line("[Turn Failed] " + SafeText.lines(TimelineText.text(event, "error")));
            case "attention_required" -> line("[Attention Required: " + SafeText.line(TimelineText.text(event, "reason")) + "]");
            default -> "";
        };
    }

    private static String line(String text) {
        return "\n" + text + "\n";
    }

    private static String progress(JsonObject todo) {
        if (!(todo.get("items") instanceof JsonArray items)) {
            return "0/0";
        }
        long done = items.stream().filter(value -> value instanceof JsonObject item && item.get("completed") == JsonValue.TRUE).count();
        return done + "/" + items.size();
    }

    private static JsonObject child(JsonObject object, String name) {
        return object.get(name) instanceof JsonObject child ? child : JsonValue.EMPTY_JSON_OBJECT;
    }
}
