package sh.paseo.cli;

/**
 * An empty configuration of {@code java.util.logging}. The command logs nothing, but the JSON library makes a logger that it never uses,
 * and reading
 * the Java runtime's own configuration for it takes a tenth of the whole start of a command.
 */
public final class QuietLogging {
    /** Made by the log manager. */
    public QuietLogging() {
        // Nothing to configure; not being read from a file is the point.
    }
}
