package sh.paseo.daemon;

import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import sh.paseo.api.PluginException;
import sh.paseo.api.process.Programs;

/**
 * The user's shell as it starts when they log in: it may know folders of programs that a daemon does not, which was started by a
 * service manager or before they were added.
 *
 * <p><b>Thread</b>: a platform thread.
 */
final class LoginShell {
    private static final System.Logger LOG = System.getLogger(LoginShell.class.getName());
    private static final Duration LIMIT = Duration.ofSeconds(5);
    /** Told apart from what the user's own scripts print at a start. */
    private static final String MARK = "paseo-path=";

    private final Programs programs;
    private final Map<String, String> environment;

    LoginShell(Programs programs, Map<String, String> environment) {
        this.programs = programs;
        this.environment = environment;
    }

    /** Its search path, as the shell joins it; empty if the shell cannot be asked. */
    Optional<String> path() {
        String shell = Optional.ofNullable(environment.get("SHELL")).filter(name -> name.startsWith("/")).orElse("/bin/sh");
        try {
            Programs.Result said = programs.run(List.of(shell, "-lc", "printf '\\n" + MARK + "%s\\n' \"$PATH\""), Map.of(), LIMIT);
            return said.out().lines().filter(line -> line.startsWith(MARK)).reduce((first, last) -> last)
                    .map(line -> line.substring(MARK.length()));
        } catch (PluginException silent) {
            LOG.log(Level.DEBUG, "the login shell does not say its PATH", silent);
            return Optional.empty();
        }
    }

    /** Where the program is on such a path. */
    static Optional<Path> find(String program, String path) {
        return program.contains("/") ? Optional.empty() : Stream.of(path.split(":")).filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, program)).filter(file -> Files.isRegularFile(file) && Files.isExecutable(file)).findFirst();
    }
}
