package sh.paseo.daemon.home;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells people and clients which daemon runs here and where it listens. It decides nothing: {@link HomeLock} does. Only a daemon
 * that knows no such lock, another implementation's, is recognised by it.
 *
 * <p><b>Shape</b>: one line,
 * {@code {"pid":4711,"startedAt":"2026-11-22T10:00:00Z","hostname":"box","uid":1000,"listen":"127.0.0.1:6767"}}; {@code listen} is
 * null until the port is bound, and {@code certificate} is there if TCP addresses speak TLS: the file with the certificate they show. A
 * daemon that is to be started again leaves it, and so does a killed one: its successor listens where clients know
 * it. <b>Source</b>: wire specification 01, section 11.
 */
final class PidFile {
    private static final String FILE = "paseo.pid";
    private static final String PID = "pid";
    private static final String STARTED_AT = "startedAt";
    private static final String HOSTNAME = "hostname";
    private static final String LISTEN = "listen";
    private static final String CERTIFICATE = "certificate";
    /** A process that began later than this after the file was written has only inherited the number. */
    private static final Duration WRITTEN_AFTER_START = Duration.ofSeconds(10);

    /** The process that writes the file. */
    record Owner(long pid, Instant startedAt, String hostname, int uid) {
        private JsonObject json(Optional<String> listen, Optional<Path> certificate) {
            JsonObjectBuilder json = Json.createObjectBuilder().add(PID, pid).add(STARTED_AT, startedAt.toString())
                    .add(HOSTNAME, hostname).add("uid", uid);
            listen.ifPresentOrElse(address -> json.add(LISTEN, address), () -> json.addNull(LISTEN));
            certificate.ifPresent(file -> json.add(CERTIFICATE, file.toString()));
            return json.build();
        }
    }

    private final Path file;
    private final Ownership ownership;

    PidFile(Path home, Ownership ownership) {
        this.file = home.resolve(FILE);
        this.ownership = ownership;
    }

    /** Makes the file. One that is there already must be stale: ask {@link #rival} first. */
    void create(Owner owner) throws IOException {
        Files.deleteIfExists(file);
        try (FileChannel out = ownership.openPrivate(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            PrivateFile.write(out, line(owner, Optional.empty(), Optional.empty()));
        }
    }

    void announce(Owner owner, String listen, Optional<Path> certificate) throws IOException {
        new PrivateFile(ownership).replace(file, line(owner, Optional.of(listen), certificate));
    }

    private static byte[] line(Owner owner, Optional<String> listen, Optional<Path> certificate) {
        return (owner.json(listen, certificate) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    void remove() throws IOException {
        Files.deleteIfExists(file);
    }

    /** Where the daemon that wrote the file listened; empty if it says nothing. */
    Optional<String> listen() throws IOException {
        return read().flatMap(json -> text(json, LISTEN));
    }

    /** Whom the file names, for people: {@code pid 4711, listening on 127.0.0.1:6767}. */
    String describe() throws IOException {
        Optional<JsonObject> found = read();
        String listen = found.flatMap(json -> text(json, LISTEN)).map(address -> ", listening on " + address).orElse("");
        return found.flatMap(PidFile::pid).map(pid -> "pid " + pid).orElse("pid unknown") + listen;
    }

    /** A live daemon that wrote the file on this machine and is not us. */
    Optional<Long> rival(Owner us) throws IOException {
        Optional<JsonObject> found = read().filter(json -> text(json, HOSTNAME).map(us.hostname()::equals).orElse(true));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> written = found.flatMap(json -> text(json, STARTED_AT)).flatMap(PidFile::instant);
        return found.flatMap(PidFile::pid).filter(pid -> pid != us.pid() && runsSince(pid, written));
    }

    private static boolean runsSince(long pid, Optional<Instant> written) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return false;
        }
        Optional<Instant> start = process.get().info().startInstant();
        return start.isEmpty() || written.isEmpty() || !start.get().isAfter(written.get().plus(WRITTEN_AFTER_START));
    }

    private Optional<JsonObject> read() throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (JsonReader reader = Json.createReader(new StringReader(Files.readString(file)))) {
            return Optional.of(reader.readObject());
        } catch (JsonException e) {
            // Cut off by a crash, or nobody's: it says nothing, and it decides nothing.
            return Optional.empty();
        }
    }

    private static Optional<Long> pid(JsonObject json) {
        JsonValue value = json.get(PID);
        return value instanceof JsonNumber number && number.isIntegral() ? Optional.of(number.longValue()) : Optional.empty();
    }

    private static Optional<String> text(JsonObject json, String name) {
        JsonValue value = json.get(name);
        return value instanceof JsonString string ? Optional.of(string.getString()) : Optional.empty();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
