package sh.paseo.daemon.processes;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Linux tells when a file grows. Used directly, for Java's {@code WatchService} needs a thread of its own and cannot be woken, and
 * each hop between threads is seen in the time that a line takes.
 *
 * <p><b>Source</b>: inotify(7), eventfd(2), poll(2).
 */
final class InotifyEvents implements JournalEvents {
    private static final int MODIFIED = 0x2;
    private static final int OVERFLOWED = 0x4000;
    private static final int NONBLOCK_AND_CLOSE_ON_EXEC = 0x80800;
    private static final short READABLE = 1;
    private static final int POLLED_BYTES = 8;
    private static final int EVENT_BYTES = 16;

    private static final MethodHandle INIT = Libc.function("inotify_init1", FunctionDescriptor.of(Libc.INT, Libc.INT));
    private static final MethodHandle ADD =
            Libc.function("inotify_add_watch", FunctionDescriptor.of(Libc.INT, Libc.INT, Libc.POINTER, Libc.INT));
    private static final MethodHandle REMOVE = Libc.function("inotify_rm_watch", FunctionDescriptor.of(Libc.INT, Libc.INT, Libc.INT));
    private static final MethodHandle EVENTFD = Libc.function("eventfd", FunctionDescriptor.of(Libc.INT, Libc.INT, Libc.INT));
    private static final MethodHandle POLL =
            Libc.function("poll", FunctionDescriptor.of(Libc.INT, Libc.POINTER, Libc.LONG, Libc.INT));
    private static final MethodHandle READ =
            Libc.function("read", FunctionDescriptor.of(Libc.LONG, Libc.INT, Libc.POINTER, Libc.LONG));

    private final int inotify;
    private final int bell;
    private final MemorySegment polled = Arena.ofAuto().allocate(2L * POLLED_BYTES, POLLED_BYTES);
    private final MemorySegment events = Arena.ofAuto().allocate(256L * EVENT_BYTES, EVENT_BYTES);
    private final MemorySegment one = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_LONG, 1L);
    private boolean closed;

    InotifyEvents() {
        inotify = opened("inotify", Libc.call(state -> (int) INIT.invokeExact(state, NONBLOCK_AND_CLOSE_ON_EXEC)));
        try {
            bell = opened("eventfd", Libc.call(state -> (int) EVENTFD.invokeExact(state, 0, NONBLOCK_AND_CLOSE_ON_EXEC)));
        } catch (IllegalStateException e) {
            Libc.close(inotify);
            throw e;
        }
        awaitReadable(0, inotify);
        awaitReadable(1, bell);
    }

    @Override
    public int watch(Path file) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(file.toString());
            return (int) Math.max(NOT_WATCHED, Libc.call(state -> (int) ADD.invokeExact(state, inotify, name, MODIFIED)));
        }
    }

    @Override
    public void unwatch(int watch) {
        Libc.call(state -> (int) REMOVE.invokeExact(state, inotify, watch)); // an error means that the file is gone, and the watch too
    }

    @Override
    public void await(long nanos, IntConsumer changed) {
        // Rounded up: a wait of less than a millisecond must not become a busy loop.
        int millis = (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
        long ready = Libc.call(state -> (int) POLL.invokeExact(state, polled, 2L, millis));
        if (ready > 0) {
            if (isReadable(1)) {
                read(bell);
            }
            if (isReadable(0)) {
                tell(read(inotify), changed);
            }
        }
    }

    private void tell(long bytes, IntConsumer changed) {
        long at = 0;
        while (at < bytes) {
            int watch = events.get(Libc.INT, at);
            boolean all = (events.get(Libc.INT, at + 4) & OVERFLOWED) != 0;
            changed.accept(all ? NOT_WATCHED : watch);
            at += EVENT_BYTES + events.get(Libc.INT, at + 12);
        }
    }

    @Override
    public synchronized void wake() {
        if (!closed) {
            Libc.write(bell, one);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Libc.close(inotify);
            Libc.close(bell);
        }
    }

    private long read(int file) {
        return Math.max(0, Libc.call(state -> (long) READ.invokeExact(state, file, events, events.byteSize())));
    }

    private void awaitReadable(int index, int file) {
        polled.set(Libc.INT, (long) index * POLLED_BYTES, file);
        polled.set(ValueLayout.JAVA_SHORT, (long) index * POLLED_BYTES + 4, READABLE);
    }

    private boolean isReadable(int index) {
        return (polled.get(ValueLayout.JAVA_SHORT, (long) index * POLLED_BYTES + 6) & READABLE) != 0;
    }

    private static int opened(String what, long file) {
        if (file < 0) {
            throw new IllegalStateException("Cannot open " + what + ", error " + -file);
        }
        return (int) file;
    }
}
