package sh.paseo.daemon.processes;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Watches that a process does not write more than can be taken, nor more than the disk has room for: nothing else slows it down, for
 * a file takes whatever it is given.
 *
 * <p><b>Thread</b>: the journal's.
 */
final class JournalRoom {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** On a small disk this part of it must stay free, in per cent. */
    private static final int FREE_PER_CENT = 5;

    private final Path journal;
    private final ProcessLimits limits;
    private long complained = System.nanoTime() - AGAIN_NANOS;
    private long looked = System.nanoTime() - LOOK_NANOS;
    private boolean full;

    JournalRoom(Path journal, ProcessLimits limits) {
        this.journal = journal;
        this.limits = limits;
    }

    /** What is wrong; told again while it stays so. */
    Optional<String> complaint(long untaken) throws IOException {
        long now = System.nanoTime();
        if (now - looked >= LOOK_NANOS) {
            looked = now;
            full = isFull();
        }
        boolean behind = untaken > limits.maxUnreadBytes();
        if (!behind && !full || now - complained < AGAIN_NANOS) {
            return Optional.empty();
        }
        complained = now;
        return Optional.of(behind
                ? "The agent was interrupted: it wrote " + (untaken >> 20) + " MiB faster than they could be stored."
                : "The agent was interrupted: less than " + (limits.minFreeBytes() >> 20)
                        + " MiB are free on the disk that takes its output.");
    }

    private boolean isFull() throws IOException {
        FileStore disk = Files.getFileStore(journal);
        return disk.getUsableSpace() < Math.min(limits.minFreeBytes(), disk.getTotalSpace() / 100 * FREE_PER_CENT);
    }
}
