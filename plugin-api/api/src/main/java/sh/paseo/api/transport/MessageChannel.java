package sh.paseo.api.transport;

import java.util.List;
import java.util.Optional;

/**
 * Whole messages in both directions.
 *
 * <p><b>Thread</b>: one thread receives, one sends, any closes.
 */
public interface MessageChannel extends AutoCloseable {
    Peer peer();

    /** The next message; blocks; empty once the channel is closed, by whomever. Never throws. */
    Optional<Frame> receive();

    /** Sends a message and returns when it is handed to the system. After the channel is closed it does nothing. */
    void send(Frame frame);

    /** Sends messages in their order, in as few writes as possible. */
    default void sendAll(List<Frame> frames) {
        frames.forEach(this::send);
    }

    /** Closes with a reason the peer sees. Idempotent: the first reason counts. Bounded in time, also while a send blocks. */
    void close(CloseReason reason);

    @Override
    default void close() {
        close(CloseReason.NORMAL);
    }
}
