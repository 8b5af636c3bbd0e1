package sh.paseo.cli.text;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Timeline items as {@code logs} and {@code wait} print them, one block of lines each.
 *
 * <p><b>Source:</b> spec/wire/05 §2; recorded outputs 08, 08b, 09.
 */
public final class TimelineText {
    private TimelineText() {}

    /** The block of one item without a line feed at the end; empty when it has nothing to show. */
    public static String block(JsonObject item) {
        return SafeText.lines(switch (text(item, "type")) {
            case "user_message" -> "[User] " + text(item, "text").strip();
            case "assistant_message" -> text(item, "text").strip();
            case "reasoning" -> text(item, "text").isBlank() ? "" : "[Thought] " + text(item, "text").strip();
            case "tool_call" -> ("[" + ToolText.name(item) + "] " + ToolText.summary(item)).stripTrailing();
            case "todo" -> "[Tasks]" + todos(item);
            case "error" -> "[Error] " + text(item, "message");
            case "compaction" -> "[Compacted]";
            default -> "";
        });
    }

    /** The blocks of these items with a line feed between them; empty when there is nothing to show. */
    public static String blocks(List<JsonObject> items) {
        List<String> blocks = new ArrayList<>(items.size());
        for (JsonObject item : items) {
            String block = block(item);
            if (!block.isEmpty()) {
                blocks.add(block);
            }
        }
        return String.join("\n", blocks);
    }

    /**
     * Whether {@code --filter} lets the item through: {@code tools}, {@code text}, {@code errors}, {@code permissions} or a type itself.
     */
    public static boolean passes(JsonObject item, String filter) {
        String type = text(item, "type");
        return switch (filter) {
            case "" -> true;
            case "tools" -> type.equals("tool_call");
            case "text" -> type.equals("user_message") || type.equals("assistant_message") || type.equals("reasoning");
            case "errors" -> type.equals("error");
            case "permissions" -> type.startsWith("permission");
            default -> type.equals(filter);
        };
    }

    private static String todos(JsonObject item) {
        var lines = new StringBuilder();
        if (item.get("items") instanceof JsonArray items) {
            for (JsonValue value : items) {
                if (value instanceof JsonObject todo) {
                    lines.append("\n- [").append(todo.get("completed") == JsonValue.TRUE ? 'x' : ' ').append("] ")
                            .append(text(todo, "text"));
                }
            }
        }
        return lines.toString();
    }

    static String text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? text.getString() : "";
    }
}
