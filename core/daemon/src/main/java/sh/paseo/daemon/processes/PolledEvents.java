package sh.paseo.daemon.processes;

import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Watches nothing and only waits, for systems that do not tell quickly when a file grows. */
final class PolledEvents implements JournalEvents {
    private final Semaphore bell = new Semaphore(0);

    @Override
    public int watch(Path file) {
        return NOT_WATCHED;
    }

    @Override
    public void unwatch(int watch) {
        throw new IllegalArgumentException("not watched: " + watch);
    }

    @Override
    public void await(long nanos, IntConsumer changed) {
        try {
            if (bell.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
                bell.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void wake() {
        bell.release();
    }

    @Override
    public void close() {
        wake();
    }
}
