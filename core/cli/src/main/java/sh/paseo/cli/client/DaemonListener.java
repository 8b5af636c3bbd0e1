package sh.paseo.cli.client;

import jakarta.json.JsonObject;

/**
 * Hears everything the daemon sends that answers no request of this connection.
 *
 * <p><b>Thread:</b> called on the connection's reader thread in the order of arrival; must not block.
 */
public interface DaemonListener {
    /** A session message with {@code type} and {@code payload}. */
    void message(JsonObject message);

    /** The connection ended; nothing follows. */
    void lost(String reason);

    /** The connection broke and is being opened anew; {@link #reconnected} or {@link #lost} follows. */
    default void reconnecting(String reason) {}

    /**
     * The connection is back. Requests without an answer have been sent again. Messages that were sent meanwhile are lost, so that the
     * listener has to ask how things stand.
     */
    default void reconnected() {}
}
