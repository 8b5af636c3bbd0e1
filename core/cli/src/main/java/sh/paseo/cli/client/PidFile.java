package sh.paseo.cli.client;

import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * What a daemon writes about itself into {@code paseo.pid}.
 *
 * @param certificate the file with the certificate that its TCP addresses show; empty if they speak no TLS
 *
 * <p><b>Source:</b> spec/wire/01 §11.
 */
public record PidFile(long pid, String startedAt, String hostname, long uid, Optional<String> listen, Optional<Path> certificate,
        boolean desktopManaged) {
    /** The daemon writes its own time, and the clock may have been set a little since. */
    private static final Duration WRITTEN_AFTER_START = Duration.ofSeconds(10);

    /** Empty when there is no such file or it is half written. */
    static Optional<PidFile> read(Path file) {
        try {
            JsonObject json = Json.read(Files.readString(file));
            Optional<String> listen = Json.filled(json, "listen").or(() -> Json.filled(json, "sockPath"));
            return Json.number(json, "pid").map(pid -> new PidFile(pid.longValue(), Json.text(json, "startedAt").orElse(""),
                    Json.text(json, "hostname").orElse(""), Json.number(json, "uid").map(JsonNumber::longValue).orElse(0L), listen,
                    Json.filled(json, "certificate").map(Path::of),
                    Json.isTrue(json, "desktopManaged")));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException | JsonException unreadable) {
            return Optional.empty();
        }
    }

    /** Where it can be reached: the first of the addresses it listens on. */
    public Optional<String> address() {
        return addresses().stream().findFirst();
    }

    List<String> addresses() {
        return listen.map(all -> List.of(all.split(","))).orElse(List.of());
    }

    /** Whether a process with this id runs. */
    public boolean alive() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** Whether the process that has this id now was there when the file was written; a later one has only inherited the number. */
    public boolean writerAlive() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).map(process -> process.info().startInstant()
                .map(start -> !start.isAfter(written().plus(WRITTEN_AFTER_START))).orElse(true)).orElse(false);
    }

    private Instant written() {
        try {
            return Instant.parse(startedAt);
        } catch (DateTimeParseException unknown) {
            return Instant.MAX.minus(WRITTEN_AFTER_START);
        }
    }
}
