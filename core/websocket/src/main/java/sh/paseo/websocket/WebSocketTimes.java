package sh.paseo.websocket;

import java.time.Duration;

/**
 * How long a connection waits for its peer.
 *
 * @param write     a single write to the system; a peer that reads nothing for so long is cut off
 * @param stall     an unfinished message, plus a second for every {@value #SLOWEST_BYTES_PER_SECOND} bytes that have arrived
 * @param close     the peer's answer to our close frame
 * @param drain     reading on after the last close frame, so that a reset does not destroy it on its way
 * @param keepAlive silence after which a ping is sent; after three times as long the peer is taken for gone
 */
public record WebSocketTimes(Duration write, Duration stall, Duration close, Duration drain, Duration keepAlive) {
    /** The slowest peer that may still send a large message. */
    public static final int SLOWEST_BYTES_PER_SECOND = 65_536;

    public static final WebSocketTimes DEFAULT = new WebSocketTimes(Duration.ofSeconds(30), Duration.ofSeconds(30),
            Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofSeconds(30));

    public WebSocketTimes {
        positive(write, "write");
        positive(stall, "stall");
        positive(close, "close");
        positive(drain, "drain");
        positive(keepAlive, "keepAlive");
    }

    /** Looks sooner or later whether the peer is still there. */
    public WebSocketTimes withKeepAlive(Duration other) {
        return new WebSocketTimes(write, stall, close, drain, other);
    }

    /** Waits longer or shorter for the rest of a message. */
    public WebSocketTimes withStall(Duration other) {
        return new WebSocketTimes(write, other, close, drain, keepAlive);
    }

    private static void positive(Duration value, String name) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be longer than nothing, is " + value);
        }
    }
}
