package sh.paseo.daemon.processes;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import sh.paseo.api.process.ProcessSpec.EndSignal;

/**
 * What a later daemon must know of a process.
 *
 * <p><b>Shape</b>: {@code {"format":1,"pid":4711,"started":123456,"boot":"7c1d…","end":"TERM","program":"/usr/bin/claude",
 * "since":"2026-01-01T12:00:00Z"}}. Arguments are left out: they may hold secrets.
 *
 * <p><b>Errors</b>: a file of another format, or none, is read as empty. Not synced to the disk: what would lose it, a loss of
 * power, ends the process as well.
 */
record ProcessRecord(ProcessIdentity identity, EndSignal end, Path program, Instant since) {
    private static final int FORMAT = 1;

    ProcessRecord {
        Objects.requireNonNull(identity);
        Objects.requireNonNull(end);
        Objects.requireNonNull(program);
        Objects.requireNonNull(since);
    }

    void write(ProcessFolder folder) throws IOException {
        String text = Json.createObjectBuilder()
                .add("format", FORMAT)
                .add("pid", identity.pid())
                .add("started", identity.started())
                .add("boot", identity.boot())
                .add("end", end.name())
                .add("program", program.toString())
                .add("since", since.toString())
                .build().toString();
        Path next = folder.path().resolve("process.json.new");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        Files.move(next, folder.record(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static Optional<ProcessRecord> read(ProcessFolder folder) throws IOException {
        if (!Files.isRegularFile(folder.record())) {
            return Optional.empty();
        }
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(folder.record()))) {
            JsonObject object = reader.readObject();
            if (object.getInt("format") != FORMAT) {
                return Optional.empty();
            }
            ProcessIdentity identity = new ProcessIdentity(object.getJsonNumber("pid").longValueExact(),
                    object.getJsonNumber("started").longValueExact(), object.getString("boot"));
            return Optional.of(new ProcessRecord(identity, EndSignal.valueOf(object.getString("end")),
                    Path.of(object.getString("program")), Instant.parse(object.getString("since"))));
        } catch (JsonException | NullPointerException | ClassCastException | IllegalArgumentException | ArithmeticException
                | DateTimeException e) {
            return Optional.empty();
        }
    }
}
