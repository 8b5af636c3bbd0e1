package sh.paseo.cli.text;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Set;

/**
 * Block style YAML of JSON values; a text that could be read as anything else is written in double quotes, which YAML reads like JSON's.
 */
public final class Yaml {
    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n", "~");
    private static final String STARTERS = "-?:,[]{}#&*!|>'\"%@` ";

    private final StringBuilder out = new StringBuilder();

    private Yaml() {}

    /** The value with a line feed at the end. */
    public static String write(JsonValue value) {
        var yaml = new Yaml();
        yaml.value(value, "");
        return yaml.out.toString();
    }

    private void value(JsonValue value, String indent) {
        switch (value) {
            case JsonObject object when !object.isEmpty() -> object(object, indent, indent);
            case JsonArray array when !array.isEmpty() -> array(array, indent);
            default -> out.append(indent).append(scalar(value)).append('\n');
        }
    }

    private void object(JsonObject object, String first, String indent) {
        String before = first;
        for (var member : object.entrySet()) {
            out.append(before).append(text(member.getKey())).append(':');
            nested(member.getValue(), indent);
            before = indent;
        }
    }

    private void nested(JsonValue value, String indent) {
        switch (value) {
            case JsonObject object when !object.isEmpty() -> {
                out.append('\n');
                object(object, indent + "  ", indent + "  ");
            }
            case JsonArray array when !array.isEmpty() -> {
                out.append('\n');
                array(array, indent + "  ");
            }
            default -> out.append(' ').append(scalar(value)).append('\n');
        }
    }

    private void array(JsonArray array, String indent) {
        for (JsonValue element : array) {
            switch (element) {
                case JsonObject object when !object.isEmpty() -> object(object, indent + "- ", indent + "  ");
                case JsonArray inner when !inner.isEmpty() -> {
                    out.append(indent).append("-\n");
                    array(inner, indent + "  ");
                }
                default -> out.append(indent).append("- ").append(scalar(element)).append('\n');
            }
        }
    }

    private static String scalar(JsonValue value) {
        return switch (value.getValueType()) {
            case STRING -> text(((JsonString) value).getString());
            case OBJECT -> "{}";
            case ARRAY -> "[]";
            case NUMBER, TRUE, FALSE, NULL -> value.toString();
        };
    }

    private static String text(String text) {
        return plain(text) ? text : PrettyJson.quoted(text);
    }

    private static boolean plain(String text) {
        if (text.isBlank() || text.endsWith(" ") || STARTERS.indexOf(text.charAt(0)) >= 0
                || WORDS.contains(text.toLowerCase(java.util.Locale.ROOT))) {
            return false;
        }
        char first = text.charAt(0);
        boolean numeric = first >= '0' && first <= '9' || first == '+' || first == '.';
        return !numeric && !text.contains(": ") && !text.contains(" #") && !text.endsWith(":")
                && text.chars().allMatch(c -> c != '\n' && c != '\t' && SafeText.harmless((char) c));
    }
}
