package sh.paseo.daemon.processes;

import java.time.Duration;
import java.util.Objects;

/**
 * Bounds of agents' processes.
 *
 * @param maxLineBytes   a longer line of output is a fault of the agent, which is ended; also what may wait to be written to it
 * @param maxStderrBytes above it the file of the standard error is cut to nothing
 * @param maxUnreadBytes so much output that nobody has taken is a fault of the agent, which is interrupted
 * @param minFreeBytes   with less free on the disk, or 5 % of a small one, agents that write are interrupted
 * @param writeDeadline  an agent that has not read a line by then does not read
 * @param endGrace       from the end signal to the kill
 * @param leftoverGrace  the same for what the agent leaves behind
 */
public record ProcessLimits(int maxLineBytes, int maxStderrBytes, long maxUnreadBytes, long minFreeBytes, Duration writeDeadline,
        Duration endGrace, Duration leftoverGrace) {
    private static final int MAX_LINE_BYTES = 64 << 20;
    private static final long MAX_UNREAD_BYTES = 1L << 30;
    private static final long MIN_FREE_BYTES = 500L << 20;
    /** A line is held as bytes and as a string of up to twice the size, and its reader wants room as well. */
    private static final int LINES_IN_HEAP = 8;

    public ProcessLimits {
        Objects.requireNonNull(writeDeadline);
        Objects.requireNonNull(endGrace);
        Objects.requireNonNull(leftoverGrace);
        if (maxLineBytes < 1 || maxStderrBytes < 1) {
            throw new IllegalArgumentException("limits must be positive: " + maxLineBytes + ", " + maxStderrBytes);
        }
    }

    /** Lines of up to 64 MiB, less if the heap is small: all limits must hold under the {@code -Xmx} that is shipped. */
    public static ProcessLimits forHeap(long maxHeapBytes) {
        int line = Math.clamp(maxHeapBytes / LINES_IN_HEAP, 1 << 20, MAX_LINE_BYTES);
        return new ProcessLimits(line, 1 << 20, MAX_UNREAD_BYTES, MIN_FREE_BYTES, Duration.ofSeconds(10), Duration.ofSeconds(5),
                Duration.ofSeconds(1));
    }
}
