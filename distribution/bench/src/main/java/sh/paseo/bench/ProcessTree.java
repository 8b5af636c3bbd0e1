package sh.paseo.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A started program with everything it has started. */
record ProcessTree(Process root) {
    private static final int END_SECONDS = 20;

    /** CPU time of all that are alive, in milliseconds; the system counts in steps of ten. */
    double cpuMillis() {
        return members().mapToLong(member -> member.info().totalCpuDuration().orElse(Duration.ZERO).toMillis()).sum();
    }

    /** Asks the root to end; kills what is left after 20 seconds. */
    void end() {
        root.destroy();
        awaitEnd();
    }

    /** Kills the programs under the root, which is a launcher and ends by itself; what they started in sessions of their own goes on. */
    void kill() {
        root.children().forEach(ProcessHandle::destroyForcibly);
        awaitEnd();
    }

    /** Waits until the root has ended by itself. */
    void awaitEnd() {
        try {
            if (!root.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                members().forEach(ProcessHandle::destroyForcibly);
                throw new BenchException("process " + root.pid() + " did not end within " + END_SECONDS + " s and was killed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            members().forEach(ProcessHandle::destroyForcibly);
        }
    }

    Stream<ProcessHandle> members() {
        return Stream.concat(Stream.of(root.toHandle()), root.descendants());
    }
}
