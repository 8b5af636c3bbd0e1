package sh.paseo.hosting;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the sockets that have not said hello yet. <b>Thread</b>: any. */
final class Strangers {
    private final int limit;
    private final AtomicInteger count = new AtomicInteger();

    Strangers(int limit) {
        this.limit = limit;
    }

    /** A place among the strangers; {@code admitted} is false if there was none. */
    Place enter(boolean unix) {
        int most = limit + (unix ? HostingLimits.RESERVED_FOR_UNIX : 0);
        if (count.incrementAndGet() <= most) {
            return new Place(true);
        }
        count.decrementAndGet();
        return new Place(false);
    }

    int count() {
        return count.get();
    }

    /** Given back once, by hello or by the end of the connection. */
    final class Place {
        private final boolean admitted;
        private final AtomicBoolean held;

        private Place(boolean admitted) {
            this.admitted = admitted;
            this.held = new AtomicBoolean(admitted);
        }

        boolean admitted() {
            return admitted;
        }

        void leave() {
            if (held.compareAndSet(true, false)) {
                count.decrementAndGet();
            }
        }
    }
}
