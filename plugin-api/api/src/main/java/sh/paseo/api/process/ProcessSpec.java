package sh.paseo.api.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A process to start.
 *
 * @param command     program and arguments; no shell sees them
 * @param directory   working directory
 * @param environment added to what agents inherit
 * @param end         the signal that asks the process to end
 */
public record ProcessSpec(List<String> command, Path directory, Map<String, String> environment, EndSignal end) {
    /** A signal that asks a process to end. */
    public enum EndSignal {
        INT,
        TERM
    }

    public ProcessSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        Objects.requireNonNull(directory);
        Objects.requireNonNull(end);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("command must not be empty");
        }
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException("working directory does not exist: " + directory);
        }
    }
}
