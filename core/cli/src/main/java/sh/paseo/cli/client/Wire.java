package sh.paseo.cli.client;

import java.io.IOException;
import java.util.Optional;
import sh.paseo.api.transport.CloseReason;

/**
 * A connection that carries text messages both ways; everything the client library needs of a socket.
 *
 * <p><b>Thread:</b> one thread receives, others send and close.
 */
public interface Wire extends AutoCloseable {
    /** Writes one message; returns when it was handed to the operating system. */
    void send(String text) throws IOException;

    /** Waits for the next message; empty when the other side has closed. */
    Optional<String> receive() throws IOException;

    /** What the other side said when it closed; empty while it has not, and when it went without a word. */
    Optional<CloseReason> farewell();

    /** Says goodbye and closes; what was sent before still arrives. Never throws, may be called twice. */
    @Override
    void close();
}
