package sh.paseo.cli.client;

import java.util.Objects;
import java.util.Optional;

/**
 * A command or a request that did not work out, with the code that scripts match on. The code is text, not an enum, because a daemon may
 * send
 * codes of its own in {@code rpc_error}.
 */
public final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The code for a daemon whose certificate is not taken. */
    public static final String NOT_TRUSTED = "CERTIFICATE_NOT_TRUSTED";

    private final String code;
    private final String details;

    /** Without a second line. */
    public CliException(String code, String message) {
        this(code, message, "");
    }

    /** {@code details} may be empty; it is printed on a line of its own. */
    public CliException(String code, String message, String details) {
        super(Objects.requireNonNull(message));
        this.code = Objects.requireNonNull(code);
        this.details = Objects.requireNonNull(details);
    }

    /** What scripts match on, for example {@code DAEMON_NOT_RUNNING}. */
    public String code() {
        return code;
    }

    /** What to do about it. */
    public Optional<String> details() {
        return details.isEmpty() ? Optional.empty() : Optional.of(details);
    }
}
