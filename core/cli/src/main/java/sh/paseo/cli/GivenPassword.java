package sh.paseo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonPassword;

/**
 * The password of the daemon as the user gives it to a command: in a file, in the arguments, in {@code PASEO_PASSWORD}, or on the terminal
 * once the daemon has asked.
 */
final class GivenPassword {
    private static final String FILE = "--password-file";
    private static final String OPEN = "--password";
    private static final String HOST = "--host";
    private static final String VARIABLE = "PASEO_PASSWORD";
    private static final String SEEN = "Other users of this machine can read a password in the arguments of a command; use " + FILE
            + " or let the command ask.\n";

    private GivenPassword() {}

    static DaemonPassword of(Arguments arguments, Surroundings around, Terminal terminal) {
        Optional<String> file = arguments.value(FILE);
        Optional<String> open = arguments.value(OPEN);
        if (file.isPresent() && open.isPresent()) {
            throw new CliException("INVALID_OPTIONS", "Give " + FILE + " or " + OPEN + ", not both");
        }
        if (open.isPresent() || arguments.value(HOST).filter(text -> text.contains("password=")).isPresent()) {
            terminal.err(SEEN);
        }
        // That of the environment is for the daemon of the environment: not for any address that somebody is talked into writing.
        Optional<String> ambient = arguments.value(HOST).isPresent() ? Optional.empty() : around.variable(VARIABLE);
        Optional<String> given = file.map(path -> inFile(around.resolve(path))).or(() -> open).or(() -> ambient);
        return new DaemonPassword(given, daemon -> terminal.readSecret("Password of the daemon at " + daemon + ": "));
    }

    /** What the file says, without the end of its line. */
    static String inFile(Path file) {
        try {
            return line(Files.readString(file));
        } catch (IOException unreadable) {
            throw new CliException("PASSWORD_UNREADABLE", "Cannot read the password from " + file + ": " + unreadable.getMessage());
        }
    }

    /** Without the end of the line, which an editor or {@code echo} has added. */
    static String line(String text) {
        String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }
}
