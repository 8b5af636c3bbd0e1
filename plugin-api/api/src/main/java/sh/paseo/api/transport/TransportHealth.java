package sh.paseo.api.transport;

import java.util.Objects;

/** How a transport does; the reason is for people and empty when it is up. */
public record TransportHealth(State state, String reason) {
    /** The states of a transport. */
    public enum State {
        /** Clients can connect. */
        UP,
        /** Not yet, but it keeps trying. */
        WAITING,
        /** Not, and it does not try. */
        DOWN
    }

    public TransportHealth {
        Objects.requireNonNull(state);
        Objects.requireNonNull(reason);
    }

    public static TransportHealth up() {
        return new TransportHealth(State.UP, "");
    }
}
