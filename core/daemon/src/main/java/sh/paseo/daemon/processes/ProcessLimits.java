package sh.paseo.daemon.processes;

import java.time.Duration;
import java.util.Objects;

/**
 * Bounds of agents' processes.
 *
 * @param maxLineBytes   a longer line of output is a fault of the agent, which is ended; also what may wait to be written to it
 * @param maxStderrBytes above it the file of the standard error is cut to nothing
 * @param writeDeadline  an agent that has not read a line by then does not read
 * @param endGrace       from the end signal to the kill
 * @param leftoverGrace  the same for what the agent leaves behind
 */
public record ProcessLimits(int maxLineBytes, int maxStderrBytes, Duration writeDeadline, Duration endGrace, Duration leftoverGrace) {
    private static final int MAX_LINE_BYTES = 64 << 20;
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
        return new ProcessLimits(line, 1 << 20, Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(1));
    }
}
