package sh.paseo.cli.client;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.parsson.JsonProviderImpl;

/**
 * Reading and building JSON. The provider is named directly: looking it up costs a pass over the class path at every start of the command.
 */
public final class Json {
    /** What a missing object reads as. */
    public static final JsonObject EMPTY = JsonValue.EMPTY_JSON_OBJECT;

    private static final JsonProvider PROVIDER = new JsonProviderImpl();

    private Json() {}

    /** Reads one JSON object. */
    public static JsonObject read(String text) throws JsonException {
        try (var reader = PROVIDER.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    /** Starts an object. */
    public static JsonObjectBuilder object() {
        return PROVIDER.createObjectBuilder();
    }

    /** Starts an object with the members of another. */
    public static JsonObjectBuilder object(JsonObject start) {
        return PROVIDER.createObjectBuilder(start);
    }

    /** An array of these values. */
    public static JsonArray array(List<? extends JsonValue> values) {
        var array = PROVIDER.createArrayBuilder();
        values.forEach(array::add);
        return array.build();
    }

    /** An array of texts. */
    public static JsonArray texts(List<String> values) {
        var array = PROVIDER.createArrayBuilder();
        values.forEach(array::add);
        return array.build();
    }

    /** An object of texts, in the order of the map. */
    public static JsonObject texts(Map<String, String> values) {
        var object = object();
        values.forEach(object::add);
        return object.build();
    }

    /** A text value. */
    public static JsonString text(String value) {
        return PROVIDER.createValue(value);
    }

    /** A number value. */
    public static JsonNumber number(long value) {
        return PROVIDER.createValue(value);
    }

    /** The text member of this name; empty when it is missing, null or no text. */
    public static Optional<String> text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
    }

    /** The text member of this name that is not blank. */
    public static Optional<String> filled(JsonObject object, String name) {
        return text(object, name).filter(text -> !text.isBlank());
    }

    /** The object member of this name, or an empty object. */
    public static JsonObject child(JsonObject object, String name) {
        return object.get(name) instanceof JsonObject child ? child : EMPTY;
    }

    /** The objects in the array member of this name; other elements are left out. */
    public static List<JsonObject> children(JsonObject object, String name) {
        return object.get(name) instanceof JsonArray array
                ? array.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast).toList()
                : List.of();
    }

    /** Whether the member of this name is {@code true}. */
    public static boolean isTrue(JsonObject object, String name) {
        return object.get(name) == JsonValue.TRUE;
    }

    /** The number member of this name. */
    public static Optional<JsonNumber> number(JsonObject object, String name) {
        return object.get(name) instanceof JsonNumber number ? Optional.of(number) : Optional.empty();
    }

    /** The member of this name, JSON null when it is missing. */
    public static JsonValue value(JsonObject object, String name) {
        return object.getOrDefault(name, JsonValue.NULL);
    }

    /** The text as a value, JSON null when there is none. */
    public static JsonValue orNull(Optional<String> text) {
        return text.isPresent() ? text(text.get()) : JsonValue.NULL;
    }
}
