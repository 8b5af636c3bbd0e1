package sh.paseo.cli.text;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Iterator;
import java.util.Map;

/**
 * JSON with two blanks a level, as {@code JSON.stringify(value, null, 2)} writes it, except that characters a terminal would obey are
 * escaped.
 */
public final class PrettyJson {
    private final StringBuilder out = new StringBuilder();

    private PrettyJson() {}

    /** The value on as many lines as it needs, without a line feed at the end. */
    public static String write(JsonValue value) {
        var json = new PrettyJson();
        json.value(value, "");
        return json.out.toString();
    }

    /** A text in quotes on one line. */
    static String quoted(String text) {
        var json = new PrettyJson();
        json.text(text);
        return json.out.toString();
    }

    private void value(JsonValue value, String indent) {
        switch (value.getValueType()) {
            case OBJECT -> object((JsonObject) value, indent);
            case ARRAY -> array((JsonArray) value, indent);
            case STRING -> text(((JsonString) value).getString());
            case NUMBER, TRUE, FALSE, NULL -> out.append(value);
        }
    }

    private void object(JsonObject object, String indent) {
        if (object.isEmpty()) {
            out.append("{}");
            return;
        }
        String inner = indent + "  ";
        out.append("{\n");
        for (Iterator<Map.Entry<String, JsonValue>> members = object.entrySet().iterator(); members.hasNext();) {
            var member = members.next();
            out.append(inner);
            text(member.getKey());
            out.append(": ");
            value(member.getValue(), inner);
            out.append(members.hasNext() ? ",\n" : "\n");
        }
        out.append(indent).append('}');
    }

    private void array(JsonArray array, String indent) {
        if (array.isEmpty()) {
            out.append("[]");
            return;
        }
        String inner = indent + "  ";
        out.append("[\n");
        for (Iterator<JsonValue> elements = array.iterator(); elements.hasNext();) {
            out.append(inner);
            value(elements.next(), inner);
            out.append(elements.hasNext() ? ",\n" : "\n");
        }
        out.append(indent).append(']');
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (SafeText.harmless(c)) {
                        out.append(c);
                    } else {
                        out.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
                    }
                }
            }
        }
        out.append('"');
    }
}
