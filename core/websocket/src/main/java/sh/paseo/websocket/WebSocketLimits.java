package sh.paseo.websocket;

import java.util.Objects;

/**
 * What a peer may make us hold.
 *
 * @param messageBytes    largest message, all fragments together
 * @param fragments       most frames a message may consist of; without it a peer could send empty ones for ever
 * @param pingsPerSecond  most control frames in a second, each of which costs us a write
 * @param times           how long we wait
 */
public record WebSocketLimits(int messageBytes, int fragments, int pingsPerSecond, WebSocketTimes times) {
    public static final WebSocketLimits DEFAULT = new WebSocketLimits(16 * 1024 * 1024, 1024, 50, WebSocketTimes.DEFAULT);

    public WebSocketLimits {
        positive(messageBytes, "messageBytes");
        positive(fragments, "fragments");
        positive(pingsPerSecond, "pingsPerSecond");
        Objects.requireNonNull(times);
    }

    public WebSocketLimits withMessageBytes(int bytes) {
        return new WebSocketLimits(bytes, fragments, pingsPerSecond, times);
    }

    public WebSocketLimits withTimes(WebSocketTimes other) {
        return new WebSocketLimits(messageBytes, fragments, pingsPerSecond, other);
    }

    private static void positive(int value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, is " + value);
        }
    }
}
