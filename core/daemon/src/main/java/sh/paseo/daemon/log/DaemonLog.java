package sh.paseo.daemon.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Sends everything that is logged to {@code daemon.log}. Before, and where the file cannot be written, only warnings appear, on standard
 * error.
 */
public final class DaemonLog implements AutoCloseable {
    public static final String FILE = "daemon.log";

    private static final String LEVEL = "PASEO_LOG";

    /** Held, because the log manager forgets loggers that nobody holds, and their levels with them. */
    private static final Logger OURS = Logger.getLogger("sh.paseo");

    private final RollingFile file;

    private DaemonLog(RollingFile file) {
        this.file = file;
    }

    /**
     * Opens the log in the home.
     *
     * @param environment {@code PASEO_LOG} is one of trace, debug, info, warn, error; info without it
     */
    public static DaemonLog open(Path home, Map<String, String> environment) throws IOException {
        LogManager.getLogManager().reset();
        RollingFile file = new RollingFile(home.resolve(FILE));
        Logger root = Logger.getLogger("");
        Level ours = level(environment.getOrDefault(LEVEL, "info"));
        file.setLevel(ours);
        root.addHandler(file);
        root.setLevel(Level.WARNING);
        OURS.setLevel(ours);
        return new DaemonLog(file);
    }

    private static Level level(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "trace" -> Level.FINER;
            case "debug" -> Level.FINE;
            case "warn" -> Level.WARNING;
            case "error" -> Level.SEVERE;
            default -> Level.INFO;
        };
    }

    @Override
    public void close() {
        file.close();
    }
}
