package sh.paseo.daemon.storage;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Instants as nanoseconds since 1970, exact and in order until 2262. */
final class StoredTime {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private StoredTime() {}

    static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), SECOND), instant.getNano());
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
    }
}
