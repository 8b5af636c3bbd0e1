package sh.paseo.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbSubtype;
import jakarta.json.bind.annotation.JsonbTypeInfo;
import jakarta.json.bind.annotation.JsonbTypeSerializer;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Conversations of existing clients with another daemon: we read what those clients say and speak as that daemon does. */
class RecordedConversationsTest {
    /** Keys of the other daemon that we leave out on purpose: its client accepts their absence. */
    private static final Set<String> LEFT_OUT = Set.of("metadata", "extra", "capabilities", "actions", "mode", "numFiles", "numMatches");

    private final Codec codec = new Codec();

    private static List<JsonObject> recorded(String direction) throws IOException {
        Path folder = Path.of(System.getProperty("paseo.shared", "../../../shared")).resolve("spec/transcripts");
        assumeTrue(Files.isDirectory(folder), () -> "no recorded conversations at " + folder);
        List<JsonObject> messages = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    JsonObject event = (JsonObject) StrictJson.read(line);
                    if (event.getString("dir").equals(direction) && event.get("payload") instanceof JsonObject payload) {
                        messages.add(payload);
                    }
                }
            }
        }
        return messages;
    }

    @Test
    void everyMessageOfTheirClientsIsReadOrRefusedByItsTypeAlone() throws IOException {
        List<String> problems = new ArrayList<>();
        Set<String> served = new HashSet<>();
        for (JsonObject message : recorded("c2s")) {
            try {
                if (codec.decode(message.toString().getBytes(StandardCharsets.UTF_8)) instanceof Inbound.Session(Request request)) {
                    served.add(request.getClass().getAnnotation(Wire.class).value());
                }
            } catch (ProtocolException refused) {
                if (refused.code() != ProtocolException.Code.UNSUPPORTED) {
                    problems.add(refused.getMessage() + ": " + message);
                }
            }
        }
        assertEquals(List.of(), problems);
        assertTrue(served.size() >= 14, "only these requests were recorded: " + served);
    }

    @Test
    void whatTheOtherDaemonSaysFitsOurRecords() throws IOException {
        Set<String> problems = new TreeSet<>();
        int compared = 0;
        for (JsonObject message : recorded("s2c")) {
            JsonObject inner = message.getJsonObject("message");
            if (inner == null) {
                continue;
            }
            String type = inner.getString("type");
            List<Class<? extends Payload>> candidates = Catalogue.payloads().stream()
                    .filter(record -> record.getAnnotation(Wire.class).value().equals(type)).toList();
            if (!candidates.isEmpty()) {
                compared++;
                fewest(inner.getJsonObject("payload"), candidates).forEach(problem -> problems.add(type + problem));
            }
        }
        assertEquals(Set.of(), problems);
        assertTrue(compared > 100, "only " + compared + " messages compared");
    }

    /** Several records share a type; the one that fits best is meant. */
    private static List<String> fewest(JsonObject payload, List<Class<? extends Payload>> candidates) {
        List<String> best = List.of();
        for (Class<? extends Payload> candidate : candidates) {
            List<String> problems = new ArrayList<>();
            compare(payload, candidate, "", problems);
            if (candidate == candidates.getFirst() || problems.size() < best.size()) {
                best = problems;
            }
        }
        return best;
    }

    private static void compare(JsonValue value, Type type, String path, List<String> problems) {
        if (type instanceof ParameterizedType generic) {
            Type inner = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            if (generic.getRawType() == Optional.class) {
                compare(value, inner, path, problems);
            } else if (generic.getRawType() == List.class && value instanceof JsonArray array) {
                array.forEach(element -> compare(element, inner, path + "[]", problems));
            } else if (generic.getRawType() != Map.class || !(value instanceof JsonObject)) {
                problems.add(path + " is no " + generic.getRawType());
            }
            return;
        }
        Class<?> plain = (Class<?>) type;
        JsonbTypeInfo family = plain.getAnnotation(JsonbTypeInfo.class);
        if (family != null) {
            String alias = value.asJsonObject().getString("type");
            Stream.of(family.value()).filter(member -> member.alias().equals(alias)).map(JsonbSubtype::type).findFirst()
                    .ifPresent(member -> record(value.asJsonObject(), member, path + "<" + alias + ">", problems));
        } else if (plain.isRecord()) {
            record(value.asJsonObject(), plain, path, problems);
        } else if (!fits(value, plain)) {
            problems.add(path + " is no " + plain.getSimpleName() + ": " + value);
        }
    }

    private static boolean fits(JsonValue value, Class<?> plain) {
        return switch (value.getValueType()) {
            case STRING -> plain == String.class || plain == JsonValue.class;
            case TRUE, FALSE -> plain == boolean.class || plain == Boolean.class || plain == JsonValue.class;
            case NUMBER -> Set.of(int.class, long.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class, JsonValue.class)
                    .contains(plain);
            case OBJECT -> plain == JsonObject.class || plain == JsonValue.class;
            case ARRAY -> plain == JsonValue.class;
            case NULL -> true;
        };
    }

    /** Every key they write is one of ours with the same type, and null only where we may write null. */
    private static void record(JsonObject object, Class<?> type, String path, List<String> problems) {
        Set<String> known = new HashSet<>(LEFT_OUT);
        known.add("type");
        for (RecordComponent component : type.getRecordComponents()) {
            Field field = field(type, component.getName());
            String key = Optional.ofNullable(field.getAnnotation(JsonbProperty.class)).map(JsonbProperty::value)
                    .orElse(component.getName());
            known.add(key);
            boolean nullable = field.isAnnotationPresent(JsonbNillable.class) || field.isAnnotationPresent(JsonbTypeSerializer.class);
            if (object.containsKey(key) && object.isNull(key) && !nullable && component.getType() != JsonValue.class) {
                problems.add(path + "." + key + " is null there and never null here");
            } else if (object.containsKey(key) && !object.isNull(key)) {
                compare(object.get(key), component.getGenericType(), path + "." + key, problems);
            }
        }
        object.keySet().stream().filter(key -> !known.contains(key)).forEach(key -> problems.add(path + "." + key + " is not ours"));
    }

    private static Field field(Class<?> type, String name) {
        try {
            return type.getDeclaredField(name);
        } catch (NoSuchFieldException failure) {
            throw new AssertionError(failure);
        }
    }
}
