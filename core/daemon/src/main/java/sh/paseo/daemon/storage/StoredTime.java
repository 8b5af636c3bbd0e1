package sh.paseo.daemon.storage;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Instants as nanoseconds since 1970, exact and in order from 1677 to 2262; what lies beyond is stored as the nearest of these. */
final class StoredTime {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private static final Instant FIRST = instant(Long.MIN_VALUE).plusSeconds(1);
    private static final Instant LAST = instant(Long.MAX_VALUE);

    private StoredTime() {}

    static long nanos(Instant instant) {
        // A clock may be set to anything, and no agent may stop because of it.
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            return instant.isBefore(FIRST) ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), SECOND), instant.getNano());
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
    }
}
