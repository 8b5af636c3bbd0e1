package sh.paseo.api.transport;

/** Opens listeners. Everything that arrives passes the request gate; what passes as a WebSocket reaches the acceptor. */
public interface Listeners {
    /**
     * Opens a listener and returns when it accepts connections.
     *
     * <p><b>Errors</b>: {@code IO} with the address and the reason; nothing is open then.
     */
    Listener open(ListenAddress address);

    /** An open listener. <b>Thread</b>: any. */
    interface Listener extends AutoCloseable {
        /** The bound address: a port of 0 has become the real one. */
        ListenAddress address();

        @Override
        void close();
    }
}
