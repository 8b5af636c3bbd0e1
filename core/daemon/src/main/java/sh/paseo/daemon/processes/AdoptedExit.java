package sh.paseo.daemon.processes;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CompletableFuture;

/**
 * Waits for the end of a process that this daemon did not start, and of which no parent will tell it.
 *
 * <p><b>Thread</b>: one platform thread for each process, blocked in the kernel, as Java itself has one for each child. Where the
 * kernel offers no handle for a process, the thread looks every so often.
 *
 * <p><b>Source</b>: pidfd_open(2), poll(2).
 */
final class AdoptedExit {
    private static final int PIDFD_OPEN = 434;
    private static final short READABLE = 1;
    private static final int POLLED_BYTES = 8;
    private static final long LOOK_MILLIS = 200;
    private static final long STACK_BYTES = 128 << 10;

    private AdoptedExit() {}

    /** Complete when the process has ended, at once if it has already. */
    static CompletableFuture<Void> of(ProcessIdentity process, ProcessTable table) {
        CompletableFuture<Void> exit = new CompletableFuture<>();
        if (!table.alive(process)) {
            exit.complete(null);
            return exit;
        }
        Thread.ofPlatform().daemon().name("exit-" + process.pid()).stackSize(STACK_BYTES).start(() -> {
            await(process, table);
            exit.complete(null);
        });
        return exit;
    }

    private static void await(ProcessIdentity process, ProcessTable table) {
        int handle = open(process.pid());
        try {
            // The number may have gone to another process before the handle was opened.
            while (table.alive(process)) {
                if (handle < 0) {
                    Thread.sleep(LOOK_MILLIS);
                } else {
                    awaitReadable(handle);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (handle >= 0) {
                Libc.close(handle);
            }
        }
    }

    private static int open(long pid) {
        return Libc.linux() ? Libc.call(Libc.function("syscall"), PIDFD_OPEN, pid, 0) : -1;
    }

    private static void awaitReadable(int handle) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment polled = arena.allocate(POLLED_BYTES, POLLED_BYTES);
            polled.set(ValueLayout.JAVA_INT, 0, handle);
            polled.set(ValueLayout.JAVA_SHORT, 4, READABLE);
            Libc.call(Libc.function("poll"), polled.address(), 1, -1);
        }
    }
}
