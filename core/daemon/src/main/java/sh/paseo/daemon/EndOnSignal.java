package sh.paseo.daemon;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import sh.paseo.daemon.Daemon.End;

/**
 * Ends the daemon in order when the process is signalled, and with the exit code of its run. SIGTERM and SIGHUP come from the system,
 * from whoever looks after the daemon, or from a terminal that is closed, and leave the agents at work. SIGINT is Ctrl-C in the
 * daemon's own terminal and ends them too; a second one ends the process at once with 130.
 *
 * <p><b>Thread</b>: the signals' own. <b>Limits</b>: 10 seconds; then the process ends as it is, with exit code 1. Before
 * {@link #started} it ends at once, as by a signal that nobody handles.
 */
final class EndOnSignal implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int SIGNALLED = 128;
    private static final String INTERRUPT = "INT";
    private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, INTERRUPT, 2, "TERM", 15);

    private final BiConsumer<End, String> daemon;
    private final IntConsumer halt;
    private final Duration limit;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private volatile boolean started;

    /**
     * Hears nothing yet.
     *
     * @param daemon is told how to end and why
     * @param halt   ends the process at once with this code
     * @param limit  how long the daemon may take to end
     */
    EndOnSignal(BiConsumer<End, String> daemon, IntConsumer halt, Duration limit) {
        this.daemon = daemon;
        this.halt = halt;
        this.limit = limit;
    }

    /** Hears the signals of this process from now on. */
    static EndOnSignal listen(BiConsumer<End, String> daemon, IntConsumer halt) {
        EndOnSignal heard = new EndOnSignal(daemon, halt, LIMIT);
        NUMBERS.keySet().forEach(name -> Signals.handle(name, () -> heard.received(name)));
        return heard;
    }

    /** From now on there is something to end. */
    void started() {
        started = true;
    }

    /** Returns when the daemon has ended. */
    void received(String signal) {
        boolean interrupt = signal.equals(INTERRUPT);
        if (!started || interrupt && interrupted.getAndSet(true)) {
            halt.accept(SIGNALLED + NUMBERS.get(signal));
            return;
        }
        if (ended.getCount() == 0) {
            return;
        }
        daemon.accept(interrupt ? End.STOP : End.LEAVE, "SIG" + signal);
        try {
            if (!ended.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                halt.accept(1);
            }
        } catch (InterruptedException _) {
            halt.accept(1);
        }
    }

    /** The daemon has ended. */
    @Override
    public void close() {
        ended.countDown();
    }
}
