package sh.paseo.protocol;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Whether a JSON object has the shape of a record: nothing required is missing, every value has its component's type, whole numbers
 * are whole and in range. The binding library converts silently what does not fit; this refuses it.
 *
 * <p>Unknown keys are let through: newer clients send them.
 */
final class Shape {
    private Shape() {}

    /** Refuses an object that is no {@code type}; the error names the place. */
    static void check(JsonObject object, Class<?> type) {
        check(object, type, "");
    }

    private static void check(JsonObject object, Class<?> type, String path) {
        for (RecordComponent component : type.getRecordComponents()) {
            value(object.get(component.getName()), component.getGenericType(), path + component.getName());
        }
    }

    private static void value(JsonValue value, Type type, String path) {
        boolean absent = value == null || value.getValueType() == JsonValue.ValueType.NULL;
        switch (type) {
            case ParameterizedType optional when optional.getRawType() == Optional.class -> {
                if (!absent) {
                    value(value, optional.getActualTypeArguments()[0], path);
                }
            }
            case Class<?> c when c == OptionalInt.class || c == OptionalLong.class -> {
                if (!absent) {
                    value(value, c == OptionalInt.class ? int.class : long.class, path);
                }
            }
            case Class<?> c when JsonValue.class == c -> require(value != null, path, "is missing");
            default -> {
                require(!absent, path, "is missing");
                present(value, type, path);
            }
        }
    }

    private static void present(JsonValue value, Type type, String path) {
        switch (type) {
            case ParameterizedType list when list.getRawType() == List.class -> {
                require(value instanceof JsonArray, path, "must be an array");
                int i = 0;
                for (JsonValue element : value.asJsonArray()) {
                    value(element, list.getActualTypeArguments()[0], path + "[" + i++ + "]");
                }
            }
            case ParameterizedType map when map.getRawType() == Map.class -> {
                require(value instanceof JsonObject, path, "must be an object");
                value.asJsonObject().forEach((key, element) -> value(element, map.getActualTypeArguments()[1], path + "." + key));
            }
            case Class<?> c when c == String.class -> require(value.getValueType() == JsonValue.ValueType.STRING, path, "must be a string");
            case Class<?> c when c == boolean.class || c == Boolean.class -> require(
                    value == JsonValue.TRUE || value == JsonValue.FALSE, path, "must be true or false");
            case Class<?> c when c == int.class || c == Integer.class -> whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE, path);
            case Class<?> c when c == long.class || c == Long.class -> whole(value, -(1L << 53), 1L << 53, path);
            case Class<?> c when c == JsonObject.class -> require(value instanceof JsonObject, path, "must be an object");
            case Class<?> c when c.isRecord() -> {
                require(value instanceof JsonObject, path, "must be an object");
                check(value.asJsonObject(), c, path + ".");
            }
            default -> throw new IllegalStateException("no rule for wire type " + type + " at " + path);
        }
    }

    private static void whole(JsonValue value, long min, long max, String path) {
        require(value instanceof JsonNumber number && number.isIntegral() && number.bigDecimalValue().precision() <= 19
                && number.doubleValue() >= min && number.doubleValue() <= max, path, "must be a whole number");
    }

    private static void require(boolean condition, String path, String problem) {
        if (!condition) {
            throw new ProtocolException(ProtocolException.Code.INVALID, "\"" + path + "\" " + problem);
        }
    }
}
