package sh.paseo.protocol;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.eclipse.yasson.YassonJsonb;
import sh.paseo.protocol.connection.Greeting;

/**
 * Between bytes and records. Reads strictly, writes what existing clients accept.
 *
 * <p><b>Thread</b>: any. <b>Errors</b>: {@link ProtocolException}.
 */
public final class Codec {
    private final YassonJsonb jsonb = (YassonJsonb) JsonbBuilder.create();
    private final Map<String, Class<? extends Request>> requests = Catalogue.requests();

    /** For parts that store records of their own. */
    public Jsonb jsonb() {
        return jsonb;
    }

    /** Reads one message from a client. */
    public Inbound decode(byte[] utf8) {
        JsonObject object = StrictJson.readObject(utf8);
        return switch (text(object, "type").orElse("")) {
            case "ping" -> new Inbound.Ping();
            case "recording_state" -> new Inbound.Ignored();
            case "hello" -> new Inbound.Hello(bind(object, Greeting.class));
            case "session" -> new Inbound.Session(request(object));
            case String other -> throw new ProtocolException(ProtocolException.Code.INVALID, "Unknown message type \"" + other + "\"",
                    text(object, "requestId"), Optional.empty());
        };
    }

    private Request request(JsonObject envelope) {
        if (!(envelope.get("message") instanceof JsonObject message)) {
            throw new ProtocolException(ProtocolException.Code.INVALID, "\"message\" must be an object");
        }
        Optional<String> id = text(message, "requestId");
        Optional<String> type = text(message, "type");
        Class<? extends Request> known = type.<Class<? extends Request>>map(requests::get).orElse(null);
        if (known == null) {
            throw new ProtocolException(ProtocolException.Code.UNSUPPORTED,
                    "This daemon does not serve requests of type \"" + type.orElse("") + "\"", id, type);
        }
        try {
            return bind(message, known);
        } catch (ProtocolException refused) {
            throw new ProtocolException(refused.code(), refused.getMessage(), id, type);
        }
    }

    private <T> T bind(JsonObject object, Class<T> type) {
        Shape.check(object, type);
        try {
            return holdsAnyValue(type) ? jsonb.fromJson(object.toString(), type) : jsonb.fromJsonStructure(object, type);
        } catch (JsonbException failure) {
            throw new ProtocolException(ProtocolException.Code.INVALID, "Not a " + type.getSimpleName() + ": " + rootMessage(failure));
        }
    }

    /** Yasson 3.0.4 cannot bind a component that takes any JSON value from a structure, only from text. */
    private static boolean holdsAnyValue(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).anyMatch(component -> component.getType() == JsonValue.class);
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }

    private static Optional<String> text(JsonObject object, String key) {
        JsonValue value = object.get(key);
        return value instanceof JsonString string ? Optional.of(string.getString()) : Optional.empty();
    }

    /** Writes a payload as a session message. */
    public byte[] encode(Payload payload) {
        Utf8Writer message = new Utf8Writer();
        message.ascii("{\"type\":\"session\",\"message\":{\"type\":\"" + payload.getClass().getAnnotation(Wire.class).value()
                + "\",\"payload\":");
        jsonb.toJson(payload, message);
        message.ascii("}}");
        return message.toByteArray();
    }

    /** The answer to a ping outside of any session. */
    public static byte[] pong() {
        return "{\"type\":\"pong\"}".getBytes(StandardCharsets.UTF_8);
    }
}
