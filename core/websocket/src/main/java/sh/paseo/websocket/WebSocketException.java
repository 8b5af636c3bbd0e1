package sh.paseo.websocket;

import java.util.Objects;

/** The one failure of this module. */
public final class WebSocketException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong; the first five are told to the peer by their close code. */
    public enum Code {
        /** The peer broke RFC 6455. */
        PROTOCOL(1002),
        /** Text that is not UTF-8. */
        BAD_TEXT(1007),
        /** Correct but more than we put up with. */
        POLICY(1008),
        /** A message over the limit. */
        TOO_BIG(1009),
        /** All connections together hold too much. */
        OVERLOADED(1013),
        /** Nobody answers at the address. */
        UNREACHABLE(0),
        /** Somebody answers, but not with a WebSocket. */
        REFUSED(0),
        /** No answer in time. */
        TIMEOUT(0);

        private final int closeCode;

        Code(int closeCode) {
            this.closeCode = closeCode;
        }

        int closeCode() {
            return closeCode;
        }
    }

    private final Code code;

    public WebSocketException(Code code, String message) {
        this(code, message, null);
    }

    public WebSocketException(Code code, String message, Throwable cause) {
        // Peers can cause the violations as often as they like, and their stack says nothing.
        super(Objects.requireNonNull(message), cause, false, code.closeCode() == 0);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
