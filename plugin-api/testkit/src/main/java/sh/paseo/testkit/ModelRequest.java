package sh.paseo.testkit;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One call of the model, in the Anthropic Messages form.
 *
 * @param prompt    the latest text of the user
 * @param round     how many rounds of tool results have come since
 * @param images    how many images the prompt brought
 * @param tools     names of the tools the client offers; none for side jobs such as making a title
 * @param directory the client's working directory, as its instructions name it; empty if they do not
 */
public record ModelRequest(String model, boolean streamed, String prompt, int round, int images, Set<String> tools, String directory) {
    private static final Pattern DIRECTORY = Pattern.compile("(?:[Ww]orking directory|cwd)(?: is)?:? *(/[^\\s\"\\\\<`,]+)");

    public ModelRequest {
        tools = Set.copyOf(tools);
    }

    static ModelRequest of(String body) {
        JsonObject request;
        try (var reader = Json.createReader(new StringReader(body))) {
            request = reader.readObject();
        }
        Reading reading = new Reading();
        objects(request.getOrDefault("messages", JsonValue.EMPTY_JSON_ARRAY)).stream()
                .filter(message -> message.getString("role", "").equals("user"))
                .forEach(message -> reading.add(blocks(message.getOrDefault("content", JsonValue.NULL))));
        Set<String> tools = objects(request.getOrDefault("tools", JsonValue.EMPTY_JSON_ARRAY)).stream()
                .map(tool -> tool.getString("name", "")).collect(Collectors.toSet());
        Matcher matcher = DIRECTORY.matcher(body);
        return new ModelRequest(request.getString("model", "scripted"), request.getBoolean("stream", false), reading.prompt,
                reading.round, reading.images, tools, matcher.find() ? matcher.group(1) : "");
    }

    private static final class Reading {
        private String prompt = "";
        private int round;
        private int images;

        private void add(List<JsonObject> blocks) {
            String text = blocks.stream().filter(block -> block.getString("type", "").equals("text"))
                    .map(block -> block.getString("text", "")).collect(Collectors.joining("\n"));
            boolean results = blocks.stream().anyMatch(block -> block.getString("type", "").equals("tool_result"));
            if (Scenario.of(text).isPresent() || !results && isPrompt(text)) {
                prompt = text;
                round = 0;
                images = 0;
            } else if (results) {
                round++;
            }
            images += (int) blocks.stream().filter(block -> block.getString("type", "").equals("image")).count();
        }

        /** Clients put notes of their own among the user's messages. */
        private static boolean isPrompt(String text) {
            return !text.isBlank() && !text.stripLeading().startsWith("<system-reminder>") && !text.contains("Request interrupted");
        }
    }

    private static List<JsonObject> blocks(JsonValue content) {
        return content instanceof JsonString text
                ? List.of(Json.createObjectBuilder().add("type", "text").add("text", text.getString()).build()) : objects(content);
    }

    private static List<JsonObject> objects(JsonValue value) {
        return value instanceof JsonArray array
                ? array.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast).toList() : List.of();
    }
}
