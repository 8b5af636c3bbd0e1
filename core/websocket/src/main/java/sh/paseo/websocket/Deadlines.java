package sh.paseo.websocket;

import java.time.Duration;

/**
 * When a connection runs out of time. Times are those of {@link System#nanoTime}; 0 stands for "not running".
 *
 * <p><b>Thread</b>: each event by the thread it happens on, the verdict by the watch.
 */
final class Deadlines {
    /** What is to be done about a connection. */
    enum Verdict {
        FINE,
        /** Nothing heard for a while: ping. */
        SILENT,
        /** A message does not get on: close. */
        STALLED,
        /** Too late for words: cut. */
        DEAD
    }

    private static final int SILENCES_UNTIL_DEAD = 3;
    private static final long SECOND = 1_000_000_000L;

    private final long write;
    private final long stall;
    private final long close;
    private final long drain;
    private final long keepAlive;

    private volatile long readingSince;
    private volatile long pingedAt;
    private volatile long writeSince;
    private volatile long messageSince;
    private volatile long messageBytes;
    private volatile long cutAt;

    Deadlines(WebSocketTimes times, long now) {
        this.write = nanos(times.write());
        this.stall = nanos(times.stall());
        this.close = nanos(times.close());
        this.drain = nanos(times.drain());
        this.keepAlive = nanos(times.keepAlive());
        this.pingedAt = now;
    }

    /** Silence counts only while we listen: a receiver that is busy says nothing about the peer. */
    void readStarts(long now) {
        readingSince = running(now);
    }

    void readEnds() {
        readingSince = 0;
    }

    void writeStarts(long now) {
        writeSince = running(now);
    }

    void writeEnds() {
        writeSince = 0;
    }

    void messageGrows(long bytes, long now) {
        messageBytes = bytes;
        if (messageSince == 0) {
            messageSince = running(now);
        }
    }

    void messageDone() {
        messageSince = 0;
    }

    void closeStarted(long now) {
        cutAt = running(now + close);
    }

    /** The peer cannot buy time by closing: the earlier end counts. */
    void drainStarted(long now) {
        long end = running(now + drain);
        if (cutAt == 0 || end - cutAt < 0) {
            cutAt = end;
        }
    }

    Verdict verdict(long now) {
        long cut = cutAt;
        if (cut != 0) {
            return now - cut >= 0 ? Verdict.DEAD : Verdict.FINE;
        }
        long writing = writeSince;
        long reading = readingSince;
        long silence = reading == 0 ? 0 : now - reading;
        if (writing != 0 && now - writing >= write || silence >= SILENCES_UNTIL_DEAD * keepAlive) {
            return Verdict.DEAD;
        }
        long message = messageSince;
        if (message != 0 && now - message >= allowed()) {
            return Verdict.STALLED;
        }
        if (silence >= keepAlive && now - pingedAt >= keepAlive) {
            pingedAt = now;
            return Verdict.SILENT;
        }
        return Verdict.FINE;
    }

    /** When the next verdict can differ. */
    long next(long now) {
        if (cutAt != 0) {
            return cutAt;
        }
        long soonest = Math.min(keepAlive, Math.min(write, stall));
        return now + soonest / 4;
    }

    private long allowed() {
        return stall + messageBytes * SECOND / WebSocketTimes.SLOWEST_BYTES_PER_SECOND;
    }

    private static long running(long now) {
        return now == 0 ? 1 : now;
    }

    private static long nanos(Duration time) {
        return time.toNanos();
    }
}
