package sh.paseo.cli.client;

import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a daemon writes about itself into {@code paseo.pid}.
 *
 * <p><b>Source:</b> spec/wire/01 §11.
 */
public record PidFile(long pid, String startedAt, String hostname, long uid, Optional<String> listen, boolean desktopManaged) {

    /** Empty when there is no such file or it is half written. */
    static Optional<PidFile> read(Path file) {
        try {
            JsonObject json = Json.read(Files.readString(file));
            Optional<String> listen = Json.filled(json, "listen").or(() -> Json.filled(json, "sockPath"));
            return Json.number(json, "pid").map(pid -> new PidFile(pid.longValue(), Json.text(json, "startedAt").orElse(""),
                    Json.text(json, "hostname").orElse(""), Json.number(json, "uid").map(JsonNumber::longValue).orElse(0L), listen,
                    Json.isTrue(json, "desktopManaged")));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException | JsonException unreadable) {
            return Optional.empty();
        }
    }

    /** Whether a process with this id runs. */
    public boolean alive() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
