package sh.paseo.daemon;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import sh.paseo.daemon.gateway.DaemonControl;

/**
 * Ends the daemon in order when the process is signalled, and with exit code 0, because that is how a daemon is stopped.
 *
 * <p><b>Limits</b>: 10 seconds; then the process ends as it is, with exit code 1.
 */
final class EndOnSignal implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final IntConsumer halt;
    private final Thread hook;
    private volatile boolean started;

    /** @param halt ends the process at once with this code */
    EndOnSignal(DaemonControl daemon, IntConsumer halt) {
        this.halt = halt;
        hook = new Thread(() -> end(daemon), "end-on-signal");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** From now on there is something to end. */
    void started() {
        started = true;
    }

    private void end(DaemonControl daemon) {
        if (ended.getCount() == 0 || !started) {
            return;
        }
        daemon.stop("signalled");
        try {
            boolean inTime = ended.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            halt.accept(inTime ? 0 : 1);
        } catch (InterruptedException _) {
            halt.accept(1);
        }
    }

    @Override
    public void close() {
        ended.countDown();
    }
}
