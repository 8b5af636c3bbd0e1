package sh.paseo.websocket;

/** Counts control frames in windows of a second. <b>Thread</b>: the reader. */
final class PingRate {
    private static final long WINDOW_NANOS = 1_000_000_000L;

    private final int perSecond;
    private long windowStart = System.nanoTime();
    private int count;

    PingRate(int perSecond) {
        this.perSecond = perSecond;
    }

    void count() {
        long now = System.nanoTime();
        if (now - windowStart >= WINDOW_NANOS) {
            windowStart = now;
            count = 0;
        }
        if (++count > perSecond) {
            throw new WebSocketException(WebSocketException.Code.POLICY, "more than " + perSecond + " pings a second");
        }
    }
}
