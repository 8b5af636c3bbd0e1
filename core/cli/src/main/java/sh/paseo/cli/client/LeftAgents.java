package sh.paseo.cli.client;

import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Agents whose processes are alive. While no daemon runs, they go on without one.
 *
 * <p>A process is the one that a daemon wrote down if number, start and boot of the system are the same and it has not ended; where the
 * system has no {@code /proc}, number and start. <b>Source:</b> {@code process.json} in the folder of each process of an agent, as the
 * daemon writes it; proc_pid_stat(5).
 */
final class LeftAgents {
    private static final Path PROC = Path.of("/proc");
    /** Fields 3 and 22, counted from behind the name, which is in parentheses and may hold anything. */
    private static final int STATE = 0;
    private static final int STARTED = 19;

    private LeftAgents() {}

    /** How many there are below this folder of agents' folders. */
    static long count(Path agents) {
        return folders(agents).stream().filter(agent -> folders(agent).stream().anyMatch(LeftAgents::alive)).count();
    }

    private static List<Path> folders(Path parent) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, Files::isDirectory)) {
            entries.forEach(found::add);
            return found;
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return List.of();
        } catch (IOException | DirectoryIteratorException unreadable) {
            throw new CliException("HOME_NOT_READABLE", "Cannot look for agents in " + parent + ": " + unreadable.getMessage());
        }
    }

    private static boolean alive(Path process) {
        try {
            JsonObject known = Json.read(Files.readString(process.resolve("process.json")));
            Optional<Long> pid = Json.number(known, "pid").map(JsonNumber::longValue);
            Optional<Long> started = Json.number(known, "started").map(JsonNumber::longValue);
            return pid.isPresent() && started.isPresent() && started.equals(started(pid.get()))
                    && Json.text(known, "boot").orElse("").equals(boot());
        } catch (IOException | JsonException noneOrHalfWritten) {
            return false;
        }
    }

    /** When the process of this number started, in the daemon's unit for this system; empty if none is alive. */
    private static Optional<Long> started(long pid) {
        if (!linux()) {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).flatMap(process -> process.info().startInstant())
                    .map(start -> start.toEpochMilli());
        }
        try {
            String stat = new String(Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve("stat")), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return fields[STATE].equals("Z") || fields[STATE].equals("X") ? Optional.empty() : Optional.of(Long.parseLong(fields[STARTED]));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    private static String boot() {
        try {
            return linux() ? Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip() : "";
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static boolean linux() {
        return Files.isReadable(PROC.resolve("self/stat"));
    }
}
