package sh.paseo.protocol;

import java.util.Objects;
import java.util.Optional;

/** A message that cannot be understood. The message names the place and the value. */
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Code {
        /** Not JSON as RFC 8259 has it, or over a limit of ours. */
        MALFORMED,
        /** JSON, but not a message of this type. */
        INVALID,
        /** A type we do not serve. */
        UNSUPPORTED
    }

    private final Code code;
    private final transient Optional<String> requestId;
    private final transient Optional<String> requestType;

    public ProtocolException(Code code, String message) {
        this(code, message, Optional.empty(), Optional.empty());
    }

    public ProtocolException(Code code, String message, Optional<String> requestId, Optional<String> requestType) {
        super(Objects.requireNonNull(message));
        this.code = Objects.requireNonNull(code);
        this.requestId = Objects.requireNonNull(requestId);
        this.requestType = Objects.requireNonNull(requestType);
    }

    public Code code() {
        return code;
    }

    /** The request's id, if the message had got as far as having one. */
    public Optional<String> requestId() {
        return requestId;
    }

    public Optional<String> requestType() {
        return requestType;
    }
}
