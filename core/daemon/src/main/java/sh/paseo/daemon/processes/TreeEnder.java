package sh.paseo.daemon.processes;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import sh.paseo.api.process.ProcessSpec.EndSignal;

/**
 * Ends processes with all they started. Tool shells have sessions of their own and outlive their parent, so descendants are noted
 * before the first signal, and whatever carries the mark in its environment belongs to them.
 *
 * <p>Every signal goes to an identity that was alive a moment before, never to a bare number.
 *
 * <p><b>Thread</b>: any; the work is done on platform threads of its own, for {@code /proc} may block on a stuck process.
 */
final class TreeEnder implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TreeEnder.class.getName());
    private static final int SIGINT = 2;
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;
    /** After a kill only a process that hangs in the kernel stays. */
    private static final Duration KILLED = Duration.ofSeconds(2);
    /** What is left may start more while it is being ended; whoever outruns this many rounds does so on purpose. */
    private static final int ROUNDS = 10;
    private static final long LOOK_MILLIS = 5;

    private final ProcessTable table;
    private final ProcessLimits limits;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("end-", 0).factory());

    TreeEnder(ProcessTable table, ProcessLimits limits) {
        this.table = table;
        this.limits = limits;
    }

    /** The processes that carry one of the values in a variable of their environment. */
    record Mark(String variable, Set<String> values) {
        Mark {
            values = Set.copyOf(values);
        }
    }

    /** Ends the processes by their signals, then by a kill, then what they left. Complete when nothing of it runs. */
    CompletableFuture<Void> end(Map<ProcessIdentity, EndSignal> roots, Mark mark) {
        return CompletableFuture.runAsync(() -> {
            Set<ProcessIdentity> family = table.descendants(roots.keySet());
            roots.forEach((process, signal) -> signal(process, signal == EndSignal.INT ? SIGINT : SIGTERM));
            if (!gone(roots.keySet(), limits.endGrace())) {
                family.addAll(table.descendants(roots.keySet()));
                kill(roots.keySet());
            }
            endLeftovers(family, mark);
        }, threads);
    }

    /** Kills the processes and what they left, at once. */
    CompletableFuture<Void> kill(Set<ProcessIdentity> roots, Mark mark) {
        return CompletableFuture.runAsync(() -> {
            Set<ProcessIdentity> family = table.descendants(roots);
            kill(roots);
            endLeftovers(family, mark);
        }, threads);
    }

    private void endLeftovers(Set<ProcessIdentity> family, Mark mark) {
        Set<ProcessIdentity> left = new HashSet<>(family);
        for (int round = 0; round < ROUNDS; round++) {
            left.addAll(table.marked(mark.variable(), mark.values()).keySet());
            left.removeIf(process -> !table.alive(process));
            if (left.isEmpty()) {
                return;
            }
            left.addAll(table.descendants(left));
            left.forEach(process -> signal(process, SIGTERM));
            if (!gone(left, limits.leftoverGrace())) {
                left.addAll(table.descendants(left));
                kill(left);
            }
        }
        LOG.log(Level.WARNING, "These processes could not be ended: {0}", left);
    }

    private void kill(Set<ProcessIdentity> processes) {
        processes.forEach(process -> signal(process, SIGKILL));
        gone(processes, KILLED);
    }

    private void signal(ProcessIdentity process, int signal) {
        if (table.alive(process)) {
            Libc.kill(process.pid(), signal); // fails if it ended in this moment, and then that is what was wanted
        }
    }

    private boolean gone(Set<ProcessIdentity> processes, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (processes.stream().anyMatch(table::alive)) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** Waits a little for what is being ended. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(limits.endGrace().plus(limits.leftoverGrace()).plus(KILLED).toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            threads.shutdownNow();
        }
    }
}
