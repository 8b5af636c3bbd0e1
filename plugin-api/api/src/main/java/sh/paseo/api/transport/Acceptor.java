package sh.paseo.api.transport;

/** The one sink of all transports. */
@FunctionalInterface
public interface Acceptor {
    /** Serves the channel and returns when it is over. <b>Thread</b>: the caller's, which should be a virtual one. Never throws. */
    void accept(MessageChannel channel);
}
