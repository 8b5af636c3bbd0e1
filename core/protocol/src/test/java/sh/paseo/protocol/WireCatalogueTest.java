package sh.paseo.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbSubtype;
import jakarta.json.bind.annotation.JsonbTypeInfo;
import jakarta.json.bind.annotation.JsonbTypeSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sh.paseo.protocol.connection.Greeting;

/**
 * Compares the messages with the golden file {@code wire-catalog.txt}. A line that vanished or changed breaks clients: bring it back.
 * A line that is new belongs into the golden file, in the same commit: copy {@code target/wire-catalog.txt} over it.
 */
class WireCatalogueTest {
    private final Set<Class<?>> seen = new LinkedHashSet<>();
    private final Set<String> lines = new TreeSet<>();

    @Test
    void theMessagesAreThoseOfTheGoldenFile() throws IOException {
        describe("in hello", Greeting.class);
        Catalogue.requests().forEach((type, record) -> describe("in " + type, record));
        Catalogue.payloads()
                .forEach(record -> describe("out " + record.getAnnotation(Wire.class).value() + " " + record.getSimpleName(), record));
        Files.writeString(Path.of("target/wire-catalog.txt"), String.join("\n", lines) + "\n");
        Set<String> golden = new TreeSet<>(golden());
        assertTrue(lines.size() > 200, "only " + lines.size() + " lines described");
        assertEquals(String.join("\n", golden), String.join("\n", lines));
    }

    private static List<String> golden() throws IOException {
        try (InputStream file = WireCatalogueTest.class.getResourceAsStream("/wire-catalog.txt")) {
            assertTrue(file != null, "wire-catalog.txt is missing");
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).toList();
        }
    }

    private void describe(String name, Class<?> record) {
        if (record.getRecordComponents().length == 0) {
            lines.add(name);
        }
        for (RecordComponent component : record.getRecordComponents()) {
            AnnotatedElement field = field(record, component.getName());
            JsonbProperty renamed = field.getAnnotation(JsonbProperty.class);
            boolean nullable = field.isAnnotationPresent(JsonbNillable.class) || field.isAnnotationPresent(JsonbTypeSerializer.class);
            String key = renamed == null ? component.getName() : renamed.value();
            lines.add(name + " ." + key + ": " + type(component.getGenericType()) + (nullable ? " | null" : ""));
        }
    }

    private static AnnotatedElement field(Class<?> record, String name) {
        try {
            return record.getDeclaredField(name);
        } catch (NoSuchFieldException failure) {
            throw new AssertionError(failure);
        }
    }

    private String type(Type type) {
        if (type instanceof ParameterizedType generic) {
            List<String> arguments = new ArrayList<>();
            for (Type argument : generic.getActualTypeArguments()) {
                arguments.add(type(argument));
            }
            return ((Class<?>) generic.getRawType()).getSimpleName() + arguments.stream().collect(Collectors.joining(", ", "<", ">"));
        }
        Class<?> plain = (Class<?>) type;
        String name = plain.getEnclosingClass() == null ? plain.getSimpleName()
                : plain.getEnclosingClass().getSimpleName() + "." + plain.getSimpleName();
        if (plain.getPackageName().startsWith("sh.paseo") && seen.add(plain)) {
            JsonbTypeInfo family = plain.getAnnotation(JsonbTypeInfo.class);
            if (family == null) {
                describe("record " + name, plain);
            } else {
                for (JsonbSubtype member : family.value()) {
                    describe("record " + name + " " + family.key() + "=" + member.alias(), member.type());
                }
            }
        }
        return name;
    }
}
