package sh.paseo.daemon.config;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.paseo.daemon.config.ConfigKeys.Key;
import sh.paseo.daemon.config.ConfigKeys.Shape;

/**
 * Looks at a home's configuration and changes it, for {@code paseo config}. Secrets are not shown.
 *
 * <p><b>Errors</b>: {@link ConfigException} with what is wrong; nothing is changed then.
 */
public final class ConfigTool {
    private static final String PASSWORD = "daemon.auth.password";
    private static final String HIDDEN = "(hidden)";

    private final Path home;
    private final ConfigFile file;

    public ConfigTool(Path home) {
        this.home = home;
        this.file = new ConfigFile(home);
    }

    /** <b>Shape</b>: {@code {"file": "/home/ann/.paseo/config.json", "warnings": [...]}} if the daemon would start with it. */
    public JsonObject check(Map<String, String> environment) {
        Config config = ConfigReader.read(home, environment, List.of());
        return Json.createObjectBuilder().add("file", path()).add("warnings", Json.createArrayBuilder(config.warnings())).build();
    }

    /**
     * One key, or all there are.
     *
     * <p><b>Shape</b>: {@code [{"key": "daemon.listen", "value": "127.0.0.1:6767", "from": "default"}]}; {@code from} may be {@code file}.
     */
    public JsonArray get(Optional<String> path) {
        JsonObject root = file.read();
        JsonArrayBuilder rows = Json.createArrayBuilder();
        if (path.isPresent()) {
            return rows.add(row(path.get(), required(path.get()), root)).build();
        }
        for (Key key : ConfigKeys.ALL) {
            if (key.path().endsWith(".*")) {
                String section = key.path().substring(0, key.path().length() - 2);
                ConfigFile.at(root, section).filter(JsonObject.class::isInstance).ifPresent(
                        found -> found.asJsonObject().keySet().forEach(name -> rows.add(row(section + "." + name, key, root))));
            } else if (key.standing() == ConfigKeys.Standing.OURS && key.shape() != Shape.SECTION) {
                rows.add(row(key.path(), key, root));
            }
        }
        return rows.build();
    }

    private static JsonObject row(String path, Key key, JsonObject root) {
        Optional<JsonValue> found = ConfigFile.at(root, path);
        JsonValue usual = key.matches(path) && !key.usual().isEmpty() ? value(key.usual()) : JsonValue.NULL;
        return Json.createObjectBuilder().add("key", path)
                .add("value", found.map(value -> shown(path.substring(path.lastIndexOf('.') + 1), value)).orElse(usual))
                .add("from", found.isPresent() ? "file" : "default").build();
    }

    private static JsonValue shown(String name, JsonValue value) {
        return switch (value) {
            case JsonString text when !text.getString().isEmpty() && SecretNames.matches(name) -> Json.createValue(HIDDEN);
            case JsonObject object -> {
                JsonObjectBuilder shown = Json.createObjectBuilder();
                object.forEach((key, below) -> shown.add(key, shown(key, below)));
                yield shown.build();
            }
            default -> value;
        };
    }

    /** @param text JSON, or else a text as it is */
    public JsonObject set(String path, String text) {
        if (required(path).path().equals(PASSWORD)) {
            throw refused("a password is not written here as it is; use: paseo daemon set-password");
        }
        return changed(path, Optional.of(value(text)));
    }

    /** Takes a key out of the file, so that its default holds. */
    public JsonObject unset(String path) {
        return changed(path, Optional.empty());
    }

    public JsonObject schema() {
        return ConfigSchema.json();
    }

    private JsonObject changed(String path, Optional<JsonValue> value) {
        Key key = required(path);
        file.change(path, value);
        return row(path, key, file.read());
    }

    private Key required(String path) {
        try {
            return ConfigKeys.require(path);
        } catch (IllegalArgumentException unknown) {
            throw refused(unknown.getMessage());
        }
    }

    private ConfigException refused(String problem) {
        return new ConfigException(path(), List.of(problem));
    }

    private String path() {
        return home.resolve(ConfigFile.NAME).toString();
    }

    private static JsonValue value(String text) {
        try (JsonReader reader = Json.createReader(new StringReader("[" + text + "]"))) {
            JsonArray read = reader.readArray();
            return read.size() == 1 ? read.getFirst() : Json.createValue(text);
        } catch (JsonException none) {
            return Json.createValue(text);
        }
    }
}
