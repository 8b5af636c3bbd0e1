package sh.paseo.cli.text;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HashSet;
import java.util.Set;

/**
 * What a person at a terminal sees of an agent at work. Unlike {@link LiveText} it joins the pieces of a thought, and shows a tool call
 * once, with
 * what it is about, and again only when it failed.
 *
 * <p><b>Thread:</b> one.
 */
public final class LiveView {
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    private final boolean color;
    private final Set<String> shownCalls = new HashSet<>();
    private String open = "";
    private boolean atLineStart = true;

    /** With or without colours. */
    public LiveView(boolean color) {
        this.color = color;
    }

    /** What to print for a timeline item. */
    public String item(JsonObject item) {
        String type = TimelineText.text(item, "type");
        return switch (type) {
            case "assistant_message" -> words(type, "", TimelineText.text(item, "text"));
            case "reasoning" -> words(type, "[Thought] ", TimelineText.text(item, "text"));
            case "tool_call" -> tool(item);
            default -> block(TimelineText.block(item));
        };
    }

    /** What to print for an event that is no timeline item. */
    public String event(JsonObject event) {
        return switch (TimelineText.text(event, "type")) {
            case "turn_failed" -> block("[Turn failed] " + SafeText.lines(TimelineText.text(event, "error")));
            case "turn_canceled" -> block("[Interrupted]");
            default -> "";
        };
    }

    /** What is needed so that the next text begins on a line of its own. */
    public String freshLine() {
        String end = atLineStart ? "" : "\n";
        open = "";
        atLineStart = true;
        return end;
    }

    private String words(String kind, String prefix, String text) {
        if (text.isEmpty()) {
            return "";
        }
        String safe = SafeText.lines(text);
        boolean dim = color && kind.equals("reasoning");
        String start = open.equals(kind) ? "" : freshLine() + prefix;
        open = kind;
        atLineStart = safe.endsWith("\n");
        return (dim ? DIM : "") + start + safe + (dim ? PLAIN : "");
    }

    private String tool(JsonObject item) {
        boolean failed = TimelineText.text(item, "status").equals("failed");
        boolean first = shownCalls.add(TimelineText.text(item, "callId"));
        String head = "[" + ToolText.name(item) + "] ";
        String line = first ? block(SafeText.lines((head + ToolText.summary(item)).stripTrailing())) : "";
        return failed ? line + block(SafeText.line(head + "failed" + reason(item))) : line;
    }

    private static String reason(JsonObject item) {
        String error = Table.plain(item.getOrDefault("error", JsonValue.NULL));
        return error.isBlank() ? "" : ": " + error;
    }

    private String block(String text) {
        return text.isEmpty() ? "" : freshLine() + text + "\n";
    }
}
