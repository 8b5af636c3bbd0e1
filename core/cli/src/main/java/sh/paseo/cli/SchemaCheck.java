package sh.paseo.cli;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import sh.paseo.cli.client.Json;

/**
 * Checks a value against the part of JSON Schema that describes the form of data: {@code type}, {@code enum}, {@code const}, {@code
 * properties},
 * {@code required}, {@code additionalProperties}, {@code items}, and the bounds of numbers, texts and arrays. Other keywords are not
 * looked at.
 */
final class SchemaCheck {
    private final List<String> problems = new ArrayList<>();

    private SchemaCheck() {}

    /** What is wrong with the value, empty when nothing is. */
    static List<String> problems(JsonObject schema, JsonValue value) {
        var check = new SchemaCheck();
        check.value(schema, value, "the object");
        return check.problems;
    }

    private void value(JsonObject schema, JsonValue value, String where) {
        if (schema.get("type") instanceof JsonValue type && !typed(type, value)) {
            problems.add(where + " must be " + Json.text(schema, "type").orElse(type.toString()));
            return;
        }
        if (schema.get("enum") instanceof JsonArray allowed && !allowed.contains(value)) {
            problems.add(where + " must be one of " + allowed);
        }
        if (schema.containsKey("const") && !schema.get("const").equals(value)) {
            problems.add(where + " must be " + schema.get("const"));
        }
        switch (value) {
            case JsonObject object -> object(schema, object, where);
            case JsonArray array -> array(schema, array, where);
            case JsonString text ->
                bounds(schema, "minLength", "maxLength", text.getString().codePointCount(0, text.getString().length()), where);
            case JsonNumber number -> bounds(schema, "minimum", "maximum", number.doubleValue(), where);
            default -> {
            }
        }
    }

    private static boolean typed(JsonValue type, JsonValue value) {
        if (type instanceof JsonArray several) {
            return several.stream().anyMatch(one -> typed(one, value));
        }
        return !(type instanceof JsonString name) || switch (name.getString()) {
            case "object" -> value instanceof JsonObject;
            case "array" -> value instanceof JsonArray;
            case "string" -> value instanceof JsonString;
            case "number" -> value instanceof JsonNumber;
            case "integer" -> value instanceof JsonNumber number && number.doubleValue() == Math.rint(number.doubleValue());
            case "boolean" -> value == JsonValue.TRUE || value == JsonValue.FALSE;
            case "null" -> value == JsonValue.NULL;
            default -> false;
        };
    }

    private void object(JsonObject schema, JsonObject object, String where) {
        JsonObject properties = Json.child(schema, "properties");
        if (schema.get("required") instanceof JsonArray required) {
            required.stream().filter(JsonString.class::isInstance).map(name -> ((JsonString) name).getString())
                    .filter(name -> !object.containsKey(name)).forEach(name -> problems.add(where + " lacks " + name));
        }
        object.forEach((name, member) -> {
            if (properties.get(name) instanceof JsonObject inner) {
                value(inner, member, name);
            } else if (schema.get("additionalProperties") instanceof JsonObject inner && !properties.containsKey(name)) {
                value(inner, member, name);
            } else if (schema.get("additionalProperties") == JsonValue.FALSE && !properties.containsKey(name)) {
                problems.add(where + " must not have " + name);
            }
        });
    }

    private void array(JsonObject schema, JsonArray array, String where) {
        bounds(schema, "minItems", "maxItems", array.size(), where);
        if (schema.get("items") instanceof JsonObject inner) {
            array.forEach(element -> value(inner, element, "an element of " + where));
        }
    }

    private void bounds(JsonObject schema, String min, String max, double size, String where) {
        Json.number(schema, min).filter(bound -> size < bound.doubleValue())
                .ifPresent(bound -> problems.add(where + " is below " + min + " " + bound));
        Json.number(schema, max).filter(bound -> size > bound.doubleValue())
                .ifPresent(bound -> problems.add(where + " is above " + max + " " + bound));
    }
}
