package sh.paseo.hosting;

import java.time.Duration;
import sh.paseo.websocket.WebSocketLimits;
import sh.paseo.websocket.WebSocketTimes;

/**
 * What strangers may cost.
 *
 * @param connections     sockets of a listener, all together
 * @param perAddress      sockets of one address, of one network of version 6
 * @param strangers       sockets of all listeners that have not said hello yet
 * @param strangerBytes   largest message of a socket that has not said hello yet
 * @param bytesInFlight   of all messages on their way in
 * @param times           how long a request may take
 * @param webSocket       limits of a socket that has said hello
 */
public record HostingLimits(int connections, int perAddress, int strangers, int strangerBytes, long bytesInFlight, Times times,
        WebSocketLimits webSocket) {
    /** Beside the strangers' limit, so that a flood on TCP cannot lock out the user's own programs on the Unix socket. */
    static final int RESERVED_FOR_UNIX = 8;

    public static final HostingLimits DEFAULT = new HostingLimits(1024, 256, 64, 64 * 1024, 48L * 1024 * 1024, Times.DEFAULT,
            WebSocketLimits.DEFAULT);

    /**
     * How long a request may take.
     *
     * @param head     from its first byte, or from the connection for the first one, to its last
     * @param idle     between requests
     * @param exchange from the head and its body to the end of the answer; a body may take as long at most
     * @param hello    from a WebSocket's opening to its hello
     * @param linger   reading on after a refusal, so that a reset does not destroy it on its way
     */
    public record Times(Duration head, Duration idle, Duration exchange, Duration hello, Duration linger) {
        public static final Times DEFAULT = new Times(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(60),
                Duration.ofSeconds(15), Duration.ofMillis(500));

        /** As long as a head, and a second more for what the slowest peer sends in it: a drip must not keep a stranger's place. */
        Duration body(long bytes) {
            Duration time = head.plusSeconds(bytes / WebSocketTimes.SLOWEST_BYTES_PER_SECOND);
            return time.compareTo(exchange) < 0 ? time : exchange;
        }
    }

    public HostingLimits {
        if (connections < 1 || perAddress < 1 || strangers < 1 || strangerBytes < 1 || bytesInFlight < 1) {
            throw new IllegalArgumentException(
                    "limits must be positive: " + connections + ", " + perAddress + ", " + strangers + ", " + strangerBytes
                            + ", " + bytesInFlight);
        }
    }

    public HostingLimits withTimes(Times other) {
        return new HostingLimits(connections, perAddress, strangers, strangerBytes, bytesInFlight, other, webSocket);
    }

    public HostingLimits withWebSocket(WebSocketLimits other) {
        return new HostingLimits(connections, perAddress, strangers, strangerBytes, bytesInFlight, times, other);
    }
}
