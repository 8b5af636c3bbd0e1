package sh.paseo.daemon.home;

import java.util.Objects;

/** The daemon must not start with this home; the message names the file and the repair. */
public final class HomeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of refusal it was. */
    public enum Code {
        /** A file or folder is a link, belongs to someone else, or others may write to it. */
        UNSAFE(78),
        /** A file says something that cannot be. */
        INVALID(78),
        /** Another daemon runs in this home. */
        RUNNING(1),
        /** Reading or writing failed. */
        IO(1);

        private final int exitCode;

        Code(int exitCode) {
            this.exitCode = exitCode;
        }
    }

    private final Code code;

    public HomeException(Code code, String message, Throwable cause) {
        super(Objects.requireNonNull(message), cause);
        this.code = Objects.requireNonNull(code);
    }

    public HomeException(Code code, String message) {
        this(code, message, null);
    }

    public Code code() {
        return code;
    }

    /** With what the program ends. */
    public int exitCode() {
        return code.exitCode;
    }
}
