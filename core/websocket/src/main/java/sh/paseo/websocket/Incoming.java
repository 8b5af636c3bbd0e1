package sh.paseo.websocket;

import java.util.Optional;
import sh.paseo.api.transport.CloseReason;
import sh.paseo.api.transport.Frame;

/** What a codec found in the bytes. */
sealed interface Incoming {
    /** Nothing whole yet; all bytes are used up. */
    record NeedMore() implements Incoming {
        static final NeedMore INSTANCE = new NeedMore();
    }

    /** A whole message. */
    record Message(Frame frame) implements Incoming {}

    /** A ping, to be answered with the same bytes. */
    record Ping(byte[] payload) implements Incoming {}

    /** A pong. */
    record Pong() implements Incoming {}

    /** The peer closes; bytes after it mean nothing. */
    record Close(Optional<CloseReason> reason) implements Incoming {}
}
