package sh.paseo.hosting;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs something when a time is over, unless it is called off. One thread for all, which never does the work itself: writing and
 * closing can block.
 */
final class Deadline implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;

    Deadline() {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "hosting-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Something to call off. */
    interface Pending {
        void callOff();
    }

    Pending after(Duration time, Runnable action) {
        var task = timer.schedule(() -> {
            Thread.ofVirtual().name("hosting-deadline").start(action);
        }, time.toNanos(), TimeUnit.NANOSECONDS);
        return () -> task.cancel(false);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
