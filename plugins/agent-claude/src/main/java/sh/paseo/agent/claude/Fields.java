package sh.paseo.agent.claude;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Lenient reading of foreign JSON: a field of another type counts as absent, because the CLI changes its messages often. */
final class Fields {
    /** Looked up once: the lookup scans the class path, and a busy agent writes hundreds of lines a second. */
    static final JsonProvider JSON = JsonProvider.provider();

    /** Tools return files; the parser's own limit of 15 million characters is a page of logs. Above this a line is garbage to us. */
    private static final int MOST_LINE = 256 * 1024 * 1024;
    private static final JsonReaderFactory READERS = JSON
            .createReaderFactory(Map.of("org.eclipse.parsson.maxParsingLimit", MOST_LINE));

    private Fields() {}

    /** The object a line holds; empty if the line is not one. */
    static Optional<JsonObject> parse(String line) {
        try (JsonReader reader = READERS.createReader(new StringReader(line))) {
            return reader.readValue() instanceof JsonObject object ? Optional.of(object) : Optional.empty();
        } catch (RuntimeException e) {
            // Besides JsonException: nesting that is too deep makes the parser throw a bare RuntimeException.
            return Optional.empty();
        }
    }

    static Optional<String> text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString string ? Optional.of(string.getString()) : Optional.empty();
    }

    static String text(JsonObject object, String name, String otherwise) {
        return text(object, name).orElse(otherwise);
    }

    static JsonObject object(JsonObject object, String name) {
        return object.get(name) instanceof JsonObject inner ? inner : JsonValue.EMPTY_JSON_OBJECT;
    }

    static JsonArray array(JsonObject object, String name) {
        return object.get(name) instanceof JsonArray inner ? inner : JsonValue.EMPTY_JSON_ARRAY;
    }

    static List<JsonObject> objects(JsonArray array) {
        return array.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast).toList();
    }

    static List<JsonObject> objects(JsonObject object, String name) {
        return objects(array(object, name));
    }

    static List<String> texts(JsonObject object, String name) {
        return array(object, name).stream().filter(JsonString.class::isInstance).map(v -> ((JsonString) v).getString()).toList();
    }

    static OptionalLong number(JsonObject object, String name) {
        return object.get(name) instanceof JsonNumber number ? OptionalLong.of(number.longValue()) : OptionalLong.empty();
    }

    static OptionalInt integer(JsonObject object, String name) {
        return object.get(name) instanceof JsonNumber number ? OptionalInt.of(number.intValue()) : OptionalInt.empty();
    }

    static boolean isTrue(JsonObject object, String name) {
        return object.get(name) == JsonValue.TRUE;
    }
}
