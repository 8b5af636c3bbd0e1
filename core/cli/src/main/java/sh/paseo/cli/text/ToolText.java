package sh.paseo.cli.text;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Map;

/** What a tool call is called and what it is about, in one line. */
final class ToolText {
    private static final int MAX_SUMMARY = 200;

    /** The member of each kind of detail that tells most (04 §4). */
    private static final Map<String, String> TELLING = Map.of("shell", "command", "read", "filePath", "edit", "filePath", "write",
            "filePath",
            "search", "query", "fetch", "url", "worktree_setup", "branchName", "sub_agent", "description", "plain_text", "text", "plan",
            "text");

    private ToolText() {}

    static String name(JsonObject tool) {
        return switch (text(detail(tool), "type")) {
            case "shell" -> "Shell";
            case "read" -> "Read";
            case "edit" -> "Edit";
            case "write" -> "Write";
            case "search" -> "Search";
            case "fetch" -> "Fetch";
            case "worktree_setup" -> "Worktree setup";
            case "sub_agent" -> filled(text(detail(tool), "subAgentType"), "Sub-agent");
            case "plan" -> "Plan";
            case "plain_text" -> filled(text(detail(tool), "label"), text(tool, "name"));
            default -> text(tool, "name");
        };
    }

    static String summary(JsonObject tool) {
        JsonObject detail = detail(tool);
        String kind = text(detail, "type");
        String summary = kind.equals("unknown") ? unknown(detail) : text(detail, TELLING.getOrDefault(kind, ""));
        String line = summary.strip().replace('\n', ' ');
        return line.length() > MAX_SUMMARY ? line.substring(0, MAX_SUMMARY) : line;
    }

    private static String unknown(JsonObject detail) {
        JsonValue input = detail.getOrDefault("input", JsonValue.NULL);
        if (input instanceof JsonObject object && object.size() == 1) {
            return Table.plain(object.values().iterator().next());
        }
        return Table.plain(input);
    }

    private static JsonObject detail(JsonObject tool) {
        return tool.get("detail") instanceof JsonObject detail ? detail : JsonValue.EMPTY_JSON_OBJECT;
    }

    private static String text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? text.getString() : "";
    }

    private static String filled(String text, String otherwise) {
        return text.isBlank() ? otherwise : text;
    }
}
