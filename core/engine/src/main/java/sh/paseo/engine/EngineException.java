package sh.paseo.engine;

import java.util.Objects;

/** A request that the engine refuses; the message is for the user. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why it is refused. */
    public enum Code {
        /** No such agent, provider, folder or question. */
        NOT_FOUND,
        /** A text that fits several agents. */
        AMBIGUOUS,
        /** A value that cannot be used. */
        INVALID,
        /** The agent could not be started or does not answer. */
        FAILED,
        /** The agent or the daemon is ending. */
        CLOSED
    }

    private final Code code;

    public EngineException(Code code, String message) {
        super(Objects.requireNonNull(message));
        this.code = Objects.requireNonNull(code);
    }

    public Code code() {
        return code;
    }
}
