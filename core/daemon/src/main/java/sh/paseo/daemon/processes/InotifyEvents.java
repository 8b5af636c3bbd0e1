package sh.paseo.daemon.processes;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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

    private static final MemorySegment INIT = Libc.function("inotify_init1");
    private static final MemorySegment ADD = Libc.function("inotify_add_watch");
    private static final MemorySegment REMOVE = Libc.function("inotify_rm_watch");
    private static final MemorySegment EVENTFD = Libc.function("eventfd");
    private static final MemorySegment POLL = Libc.function("poll");
    private static final byte[] ONE = {1, 1, 1, 1, 1, 1, 1, 1};

    private final int inotify;
    private final int bell;
    private final MemorySegment polled = Arena.ofAuto().allocate(2L * POLLED_BYTES, POLLED_BYTES);
    private final MemorySegment events = Arena.ofAuto().allocate(256L * EVENT_BYTES, EVENT_BYTES);
    private boolean closed;

    InotifyEvents() {
        inotify = opened("inotify", Libc.call(INIT, NONBLOCK_AND_CLOSE_ON_EXEC, 0, 0));
        try {
            bell = opened("eventfd", Libc.call(EVENTFD, 0, NONBLOCK_AND_CLOSE_ON_EXEC, 0));
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
            return Math.max(NOT_WATCHED, Libc.call(ADD, inotify, arena.allocateFrom(file.toString()).address(), MODIFIED));
        }
    }

    @Override
    public void unwatch(int watch) {
        Libc.call(REMOVE, inotify, watch, 0); // an error means that the file is gone, and the watch too
    }

    @Override
    public void await(long nanos, IntConsumer changed) {
        // Rounded up: a wait of less than a millisecond must not become a busy loop.
        int millis = (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
        if (Libc.call(POLL, polled.address(), 2, millis) > 0) {
            if (isReadable(1)) {
                Libc.read(bell, events);
            }
            if (isReadable(0)) {
                tell(Libc.read(inotify, events), changed);
            }
        }
    }

    private void tell(int bytes, IntConsumer changed) {
        long at = 0;
        while (at < bytes) {
            int watch = events.get(ValueLayout.JAVA_INT, at);
            boolean all = (events.get(ValueLayout.JAVA_INT, at + 4) & OVERFLOWED) != 0;
            changed.accept(all ? NOT_WATCHED : watch);
            at += EVENT_BYTES + events.get(ValueLayout.JAVA_INT, at + 12);
        }
    }

    @Override
    public synchronized void wake() {
        if (!closed) {
            Libc.write(bell, ONE, 0, ONE.length);
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

    private void awaitReadable(int index, int file) {
        polled.set(ValueLayout.JAVA_INT, (long) index * POLLED_BYTES, file);
        polled.set(ValueLayout.JAVA_SHORT, (long) index * POLLED_BYTES + 4, READABLE);
    }

    private boolean isReadable(int index) {
        return (polled.get(ValueLayout.JAVA_SHORT, (long) index * POLLED_BYTES + 6) & READABLE) != 0;
    }

    private static int opened(String what, int file) {
        if (file < 0) {
            throw new IllegalStateException("Cannot open " + what + ", error " + -file);
        }
        return file;
    }
}
