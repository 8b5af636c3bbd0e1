package sh.paseo.daemon;

import jakarta.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sh.paseo.crypto.BcryptHash;
import sh.paseo.daemon.config.ConfigException;
import sh.paseo.daemon.config.ConfigFile;
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
        String hash = hashed(home.resolve(ConfigFile.NAME), password);
        new ConfigFile(home).change("daemon.auth.password", Optional.of(Json.createValue(hash)));
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
}
