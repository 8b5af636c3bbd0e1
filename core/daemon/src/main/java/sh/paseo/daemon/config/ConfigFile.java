package sh.paseo.daemon.config;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.paseo.daemon.home.Ownership;
import sh.paseo.daemon.home.PrivateFile;
import sh.paseo.protocol.ProtocolException;
import sh.paseo.protocol.StrictJson;

/** The configuration of a home as a file: read, and changed one key at a time so that it is never half there and never gets worse. */
public final class ConfigFile {
    public static final String NAME = "config.json";

    private final Path home;
    private final Path file;

    public ConfigFile(Path home) {
        this.home = home;
        this.file = home.resolve(NAME);
    }

    /**
     * The file as it is, not looked into; empty without one.
     *
     * <p><b>Errors</b>: {@link ConfigException} if it is no JSON; {@code HomeException} if it is a link, someone else's or others may write
     * to it, since it names programs to run.
     */
    public JsonObject read() {
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
        Ownership.ofThisProcess().check(file);
        try {
            return StrictJson.readObject(Files.readAllBytes(file));
        } catch (IOException | ProtocolException unreadable) {
            throw refused(List.of(String.valueOf(unreadable.getMessage())));
        }
    }

    /** What stands at a path of names with dots between them. */
    static Optional<JsonValue> at(JsonObject root, String path) {
        Optional<JsonValue> found = Optional.of(root);
        for (String name : path.split("\\.")) {
            found = found.filter(JsonObject.class::isInstance).map(value -> value.asJsonObject().get(name));
        }
        return found;
    }

    /**
     * Sets the value at a path, or takes it away; all else stays, in its order.
     *
     * <p><b>Errors</b>: {@link ConfigException} with the problems that the file would have and has not now; it is then as it was.
     */
    public void change(String path, Optional<JsonValue> value) {
        JsonObject before = read();
        JsonObject after = with(before, List.of(path.split("\\.")), value);
        List<String> problems = new ArrayList<>(ConfigReader.problems(home, after));
        problems.removeAll(ConfigReader.problems(home, before));
        if (!problems.isEmpty()) {
            throw refused(problems);
        }
        try {
            new PrivateFile(Ownership.ofThisProcess()).replace(file, text(after).getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw refused(List.of("cannot be written: " + failure));
        }
    }

    private JsonObject with(JsonObject object, List<String> path, Optional<JsonValue> value) {
        String name = path.getFirst();
        JsonObjectBuilder changed = Json.createObjectBuilder(object);
        if (path.size() == 1) {
            value.ifPresentOrElse(one -> changed.add(name, one), () -> changed.remove(name));
            return changed.build();
        }
        JsonObject below = switch (object.get(name)) {
            case null -> JsonValue.EMPTY_JSON_OBJECT;
            case JsonObject section -> section;
            case JsonValue other -> throw refused(List.of("\"" + name + "\" must be an object: " + other));
        };
        return changed.add(name, with(below, path.subList(1, path.size()), value)).build();
    }

    private ConfigException refused(List<String> problems) {
        return new ConfigException(file.toString(), problems);
    }

    private static String text(JsonObject object) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true)).createWriter(text)) {
            writer.write(object);
        }
        return text.toString().strip() + "\n";
    }
}
