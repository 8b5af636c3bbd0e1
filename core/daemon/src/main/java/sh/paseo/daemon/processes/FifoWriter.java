package sh.paseo.daemon.processes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import sh.paseo.api.PluginException;

/**
 * Writes lines to the standard input of one process, in order.
 *
 * <p>The FIFO is opened so that neither opening nor writing blocks; when it is full or not yet open at the other side the same
 * thread comes back to it. So one thread serves all agents, and one that does not read delays nobody and leaves no thread behind.
 *
 * <p>When a line misses its deadline, those behind it fail with it: they would reach the agent out of order. If the agent got a
 * part of it, the next line starts with a line end that closes the part.
 *
 * <p><b>Thread</b>: {@link #write} any; everything else {@code fifo}.
 */
final class FifoWriter {
    private static final int CHUNK_BYTES = 64 << 10;
    private static final long FIRST_RETRY_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long LAST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int CLOSED = -1;

    private record Waiting(String line, CompletableFuture<Void> written) {}

    private final ScheduledExecutorService thread;
    private final Path path;
    private final BooleanSupplier alive;
    private final Duration deadline;
    private final int maxWaiting;
    private final AtomicInteger waitingChars = new AtomicInteger();

    private final Deque<Waiting> queue = new ArrayDeque<>();
    private byte[] bytes = {};
    private int done;
    private long since;
    private long retryNanos;
    private boolean scheduled;
    private boolean partLeft;
    private volatile CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    private int file = CLOSED;

    /** {@code thread} is the one thread {@code fifo}; {@code alive} tells whether the process that should read still runs. */
    FifoWriter(ScheduledExecutorService thread, Path path, BooleanSupplier alive, ProcessLimits limits) {
        this.thread = thread;
        this.path = path;
        this.alive = alive;
        deadline = limits.writeDeadline();
        maxWaiting = limits.maxLineBytes();
    }

    CompletableFuture<Void> write(String line) {
        if (line.indexOf('\n') >= 0) {
            return CompletableFuture.failedFuture(new PluginException(PluginException.Code.INVALID, "A line to an agent holds a line end"));
        }
        if (waitingChars.addAndGet(line.length()) > maxWaiting) {
            waitingChars.addAndGet(-line.length());
            return CompletableFuture.failedFuture(broken("The agent does not read: more than " + (maxWaiting >> 10) + " KiB wait for it"));
        }
        CompletableFuture<Void> written = new CompletableFuture<>();
        last = written;
        thread.execute(() -> {
            queue.add(new Waiting(line, written));
            if (queue.size() == 1) {
                begin();
                go();
            }
        });
        return written;
    }

    /** The line that was given last, with which all before it are done. */
    CompletableFuture<Void> last() {
        return last;
    }

    private void begin() {
        bytes = ((partLeft ? "\n" : "") + queue.element().line() + "\n").getBytes(StandardCharsets.UTF_8);
        done = 0;
        since = System.nanoTime();
        retryNanos = FIRST_RETRY_NANOS;
    }

    private void go() {
        scheduled = false;
        while (!queue.isEmpty()) {
            if (!alive.getAsBoolean()) {
                dropAll(written -> written.cancel(false));
                return;
            }
            int result = writeSome();
            if (result > 0) {
                advance(result);
            } else if (System.nanoTime() - since > deadline.toNanos()) {
                failAll("The agent does not read: a line waited " + deadline.toMillis() + " ms");
                return;
            } else if (result == -Libc.EAGAIN || result == -Libc.EINTR || result == -Libc.ENXIO) {
                comeBack();
                return;
            } else {
                failAll("Writing to the agent failed, error " + -result);
                return;
            }
        }
        close();
    }

    /** How many bytes went, or an error. Nobody reading means that the process has not come so far yet: it is alive. */
    private int writeSome() {
        if (file < 0) {
            file = Libc.openToWrite(path);
            if (file < 0) {
                int error = file;
                file = CLOSED;
                return error;
            }
        }
        int size = Math.min(CHUNK_BYTES, bytes.length - done);
        return Libc.write(file, bytes, done, size);
    }

    private void advance(int size) {
        done += size;
        retryNanos = FIRST_RETRY_NANOS;
        if (done == bytes.length) {
            partLeft = false;
            Waiting first = remove();
            // Elsewhere: what hangs on it must not keep other agents waiting.
            Thread.startVirtualThread(() -> first.written().complete(null));
            if (!queue.isEmpty()) {
                begin();
            }
        }
    }

    private void comeBack() {
        if (!scheduled) {
            scheduled = true;
            thread.schedule(this::go, retryNanos, TimeUnit.NANOSECONDS);
            retryNanos = Math.min(LAST_RETRY_NANOS, retryNanos * 2);
        }
    }

    private void failAll(String why) {
        partLeft |= done > 0;
        PluginException failure = broken(why);
        dropAll(written -> written.completeExceptionally(failure));
    }

    private void dropAll(Consumer<CompletableFuture<Void>> how) {
        while (!queue.isEmpty()) {
            Waiting next = remove();
            Thread.startVirtualThread(() -> how.accept(next.written()));
        }
        close();
    }

    private Waiting remove() {
        Waiting first = queue.remove();
        waitingChars.addAndGet(-first.line().length());
        return first;
    }

    private void close() {
        bytes = new byte[0];
        if (file >= 0) {
            Libc.close(file);
            file = CLOSED;
        }
    }

    private static PluginException broken(String message) {
        return new PluginException(PluginException.Code.BROKEN, message);
    }
}
