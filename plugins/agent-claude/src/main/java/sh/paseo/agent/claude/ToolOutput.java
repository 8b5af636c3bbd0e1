package sh.paseo.agent.claude;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.stream.Collectors;

/**
 * What a tool gave back.
 *
 * @param text       as the model reads it
 * @param structured as the CLI tells its host; another shape for each tool
 */
record ToolOutput(String text, JsonValue structured, boolean failed) {
    /** Longer output is cut, so that one tool cannot fill the timeline. Characters. */
    static final int MOST_TEXT = 256 * 1024;

    static ToolOutput of(JsonObject block, JsonValue structured) {
        return new ToolOutput(plain(block.getOrDefault("content", JsonValue.NULL)), structured, Fields.isTrue(block, "is_error"));
    }

    JsonObject fields() {
        return structured instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    }

    static String clip(String text) {
        return text.length() <= MOST_TEXT ? text
                : text.substring(0, MOST_TEXT) + "\n[" + (text.length() - MOST_TEXT) + " more characters]";
    }

    private static String plain(JsonValue content) {
        return switch (content.getValueType()) {
            case STRING -> ((JsonString) content).getString().replaceAll("</?tool_use_error>", "");
            case ARRAY -> Fields.objects(content.asJsonArray()).stream()
                    .map(block -> Fields.text(block, "text").orElse("[" + Fields.text(block, "type", "?") + "]"))
                    .collect(Collectors.joining("\n"));
            default -> "";
        };
    }
}
