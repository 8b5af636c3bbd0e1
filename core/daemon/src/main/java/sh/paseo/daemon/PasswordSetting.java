package sh.paseo.daemon;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import sh.paseo.crypto.BcryptHash;
import sh.paseo.daemon.config.ConfigException;
import sh.paseo.daemon.config.ConfigReader;
import sh.paseo.daemon.home.Ownership;
import sh.paseo.daemon.home.PrivateFile;
import sh.paseo.websocket.ClientOptions;

/** Writes the hash of a password into a home's configuration; all else in the file stays. */
final class PasswordSetting {
    private static final int LEAST_CHARACTERS = 8;

    private PasswordSetting() {}

    /**
     * Sets the password. An empty one is refused like any short one: a pipe that failed must not open the daemon.
     *
     * <p><b>Errors</b>: {@link ConfigException} if it cannot be sent or guessed too soon, or if the file cannot be used; it is then as it
     * was.
     */
    static void store(Path home, String password) {
        Path file = home.resolve(ConfigReader.FILE);
        JsonObject root = ConfigReader.parse(home);
        JsonValue hash = Json.createValue(hashed(file, password));
        JsonObject daemon = section(file, root, "daemon");
        JsonObject auth = section(file, daemon, "auth");
        JsonObject changed = with(root, "daemon", with(daemon, "auth", with(auth, "password", hash)));
        try {
            new PrivateFile(Ownership.ofThisProcess()).replace(file, text(changed).getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new ConfigException(file.toString(), List.of("cannot be written: " + failure));
        }
    }

    private static String hashed(Path file, String password) {
        if (password.length() < LEAST_CHARACTERS) {
            throw refused(file, "a password needs at least " + LEAST_CHARACTERS + " characters");
        }
        if (!ClientOptions.isToken(password)) {
            throw refused(file, "clients cannot send this password; use letters, digits and -._~+");
        }
        try {
            return BcryptHash.hashed(password).text();
        } catch (IllegalArgumentException tooLong) {
            throw refused(file, "the password cannot be used: " + tooLong.getMessage());
        }
    }

    private static ConfigException refused(Path file, String problem) {
        return new ConfigException(file.toString(), List.of(problem));
    }

    private static JsonObject section(Path file, JsonObject parent, String name) {
        return switch (parent.get(name)) {
            case null -> JsonValue.EMPTY_JSON_OBJECT;
            case JsonObject object -> object;
            case JsonValue other -> throw refused(file, "\"" + name + "\" must be an object: " + other);
        };
    }

    /** With this member, in its old place if there was one. */
    private static JsonObject with(JsonObject object, String name, JsonValue value) {
        return Json.createObjectBuilder(object).add(name, value).build();
    }

    private static String text(JsonObject object) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true)).createWriter(text)) {
            writer.write(object);
        }
        return text.toString().strip() + "\n";
    }
}
