package sh.paseo.protocol;

import jakarta.json.bind.serializer.JsonbSerializer;
import jakarta.json.bind.serializer.SerializationContext;
import jakarta.json.stream.JsonGenerator;
import java.util.Optional;

/**
 * Writes an empty component as null. Yasson 3.0.4 does so by {@code @JsonbNillable} for strings, lists and JSON values, but leaves
 * out a record.
 */
public final class NullIfEmpty implements JsonbSerializer<Optional<?>> {
    @Override
    public void serialize(Optional<?> value, JsonGenerator generator, SerializationContext context) {
        if (value.isEmpty()) {
            generator.writeNull();
        } else {
            context.serialize(value.get(), generator);
        }
    }
}
