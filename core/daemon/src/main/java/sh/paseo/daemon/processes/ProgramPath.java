package sh.paseo.daemon.processes;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The folders of programs that an environment names. Relative ones are left out: they would mean the daemon's own folder. */
record ProgramPath(String value) {
    private static final String USUAL = "/usr/local/bin:/usr/bin:/bin";

    static ProgramPath of(Map<String, String> environment) {
        return new ProgramPath(environment.getOrDefault("PATH", USUAL));
    }

    /** An absolute path as it is, a name as found in the folders; executable files only. */
    Optional<Path> find(String program) {
        if (program.isEmpty() || program.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        try {
            if (program.startsWith("/")) {
                return Optional.of(Path.of(program)).filter(ProgramPath::isProgram);
            }
            return program.contains("/") ? Optional.empty()
                    : Stream.of(value.split(":")).filter(folder -> folder.startsWith("/"))
                            .map(folder -> Path.of(folder, program)).filter(ProgramPath::isProgram).findFirst();
        } catch (InvalidPathException e) {
            return Optional.empty(); // not a name that files have in this locale
        }
    }

    private static boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }
}
