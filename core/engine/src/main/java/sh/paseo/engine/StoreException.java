package sh.paseo.engine;

import java.util.Objects;

/** The store could not do what was asked; the message names the file and the remedy. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of failure it was. */
    public enum Code {
        /** The database was written by a newer version and stays as it is. */
        NEWER,
        /** The database cannot be read. */
        DAMAGED,
        /** The disk is full. */
        FULL,
        /** Reading or writing failed otherwise. */
        IO,
        /** The store is closed. */
        CLOSED
    }

    private final Code code;

    public StoreException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code);
    }

    public Code code() {
        return code;
    }
}
