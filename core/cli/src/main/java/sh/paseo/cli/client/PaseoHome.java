package sh.paseo.cli.client;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The folder that a daemon keeps its things in, as far as a client reads it.
 *
 * <p><b>Source:</b> spec/wire/01 §11.
 */
public record PaseoHome(Path root) {

    /** The folder that the environment names, {@code ~/.paseo} when it names none. */
    public static PaseoHome of(Map<String, String> environment, Path userHome, Path directory) {
        String named = environment.getOrDefault("PASEO_HOME", "").trim();
        if (named.isEmpty()) {
            return new PaseoHome(userHome.resolve(".paseo"));
        }
        if (named.equals("~")) {
            return new PaseoHome(userHome);
        }
        Path path = named.startsWith("~/") ? userHome.resolve(named.substring(2)) : directory.resolve(named);
        return new PaseoHome(path.toAbsolutePath().normalize());
    }

    /** What the running, or last, daemon wrote about itself. */
    public Optional<PidFile> pidFile() {
        return PidFile.read(root.resolve("paseo.pid"));
    }

    /** How many agents' processes are alive; without a daemon those that one has left. */
    public long agentsAlive() {
        return LeftAgents.count(root.resolve("agents"));
    }

    /** Where the daemon logs to. */
    public Path log() {
        return root.resolve("daemon.log");
    }

    /** The identity of the daemon, if it ever ran. */
    public Optional<String> serverId() {
        return text(root.resolve("server-id"));
    }

    /** The configuration; an object without members when there is none. A file that is no JSON is an error. */
    public JsonObject config() {
        Path file = root.resolve("config.json");
        try {
            return Json.read(Files.readString(file));
        } catch (NoSuchFileException none) {
            return Json.EMPTY;
        } catch (IOException | JsonException unreadable) {
            throw new CliException("INVALID_CONFIG", "Cannot read " + file + ": " + unreadable.getMessage());
        }
    }

    /** {@code daemon.listen} of the configuration, which is one address or a list (00 §1). */
    public List<String> configuredListen() {
        JsonValue listen = Json.value(Json.child(config(), "daemon"), "listen");
        if (listen instanceof JsonString one) {
            return List.of(one.getString());
        }
        return listen instanceof JsonArray many
                ? many.stream().filter(JsonString.class::isInstance).map(text -> ((JsonString) text).getString()).toList()
                : List.of();
    }

    /** Makes the folder, for its owner alone, unless it is there. */
    public void create() throws IOException {
        if (Files.isDirectory(root)) {
            return;
        }
        if (root.getParent() != null) {
            Files.createDirectories(root.getParent());
        }
        try {
            Files.createDirectory(root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException another) {
            // Made by somebody else in between.
        }
    }

    /** The id that all commands of this home share; made at the first use. */
    public String clientId() {
        Path file = root.resolve("cli-client-id");
        return text(file).orElseGet(() -> newClientId(file));
    }

    private static String newClientId(Path file) {
        String id = "cid_" + RandomIds.next().replace("-", "");
        try {
            new PaseoHome(file.getParent()).create();
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, id, StandardOpenOption.WRITE);
            return id;
        } catch (FileAlreadyExistsException another) {
            // A sibling command made it at the same moment; an empty file is one that it has not filled yet.
            return text(file).orElse(id);
        } catch (IOException unwritable) {
            throw new CliException("HOME_NOT_WRITABLE", "Cannot write " + file + ": " + unwritable.getMessage(),
                    "Set PASEO_HOME to a folder that you may write to.");
        }
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file).trim()).filter(text -> !text.isEmpty());
        } catch (IOException missing) {
            return Optional.empty();
        }
    }
}
