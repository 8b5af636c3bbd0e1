package sh.paseo.daemon.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sh.paseo.daemon.storage.SqliteFiles.Call;
import sh.paseo.daemon.storage.SqliteFiles.Operation;

/**
 * A disk under SQLite that can fail, and that remembers everything it was told since it was made. It waits for no real disk: whether
 * SQLite asked it to is remembered, and {@link PowerLoss} tells what that is worth.
 *
 * <p><b>Thread</b>: any.
 */
final class Disk implements SqliteFiles.Layer, AutoCloseable {
    /** What goes wrong at the call that was chosen; everything after it works again. */
    enum Fault {
        /** The call does nothing and fails. */
        ERROR,
        /** Half of what is written arrives, then the disk is full; only calls that write fail. */
        SHORT_WRITE,
        /** Waiting for the disk fails, and what was not on it then never gets there; only such calls fail. */
        LOST_WRITES
    }

    /** What happened, in order. A file is named by its whole path. */
    sealed interface Event {
        /** {@code content} is what stood in the file; {@code syncsFolder} means that the first sync also makes names durable. */
        record Opened(String file, byte[] content, boolean syncsFolder) implements Event {}

        /** Bytes were written. */
        record Written(String file, long at, byte[] bytes) implements Event {}

        /** The file was cut or lengthened. */
        record Truncated(String file, long size) implements Event {}

        /** The file is on the disk now, or will never be as far as it was not. */
        record Synced(String file, boolean lost) implements Event {}

        /** The file is gone; with {@code durably} all names are on the disk. */
        record Deleted(String file, boolean durably) implements Event {}

        /** So many steps of the test were acknowledged. */
        record Acknowledged(int steps) implements Event {}
    }

    private static final int CREATE = 0x4;
    /** SQLite's journals of all kinds: their first sync is also one of their folder. */
    private static final int JOURNAL = 0x800 | 0x4000 | 0x80000;
    private static final int SYNC_FULL = 3;
    private static final int SQLITE_FULL = 13;
    private static final int SQLITE_CANTOPEN = 14;
    private static final int IOERR = 10;

    private final Path folder;
    private final List<Event> events = new ArrayList<>();
    private Fault fault = Fault.ERROR;
    private int failAt;
    private int calls;
    private int weakSyncs;

    private Disk(Path folder) {
        this.folder = folder;
    }

    static Disk under(Path folder) {
        Disk disk = new Disk(folder);
        SqliteFiles.put(folder, disk);
        return disk;
    }

    /** The real database on this disk. */
    static Connector connector() {
        return Connector.sqlite(SqliteFiles.QUERY);
    }

    /** The {@code number}-th of the calls that this fault can happen to fails. */
    synchronized void failAt(int number, Fault how) {
        failAt = number;
        fault = how;
    }

    /** No call fails from now on. Returns whether one has failed. */
    synchronized boolean isWellNow() {
        boolean failed = calls >= failAt;
        failAt = 0;
        return failed;
    }

    synchronized void acknowledge(int steps) {
        events.add(new Event.Acknowledged(steps));
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /** How many times SQLite waited for the disk in another way than the most thorough one. */
    synchronized int weakSyncs() {
        return weakSyncs;
    }

    @Override
    public synchronized int call(Call call) {
        if (meets(call.operation()) && ++calls == failAt) {
            return fail(call);
        }
        if (call.operation() == Operation.OPEN) {
            return open(call);
        }
        int result = call.operation() == Operation.SYNC ? 0 : call.proceed();
        if (result == 0) {
            remember(call, call.bytes().length, false);
        }
        return result;
    }

    private boolean meets(Operation operation) {
        return switch (fault) {
            case ERROR -> true;
            case SHORT_WRITE -> operation == Operation.WRITE;
            case LOST_WRITES -> operation == Operation.SYNC;
        };
    }

    private int fail(Call call) {
        if (fault == Fault.SHORT_WRITE) {
            int half = call.bytes().length / 2;
            call.proceed(half);
            remember(call, half, false);
            return SQLITE_FULL;
        }
        if (fault == Fault.LOST_WRITES) {
            remember(call, 0, true);
        }
        return switch (call.operation()) {
            case OPEN -> SQLITE_CANTOPEN;
            case READ -> IOERR | 1 << 8;
            case WRITE -> IOERR | 3 << 8;
            case SYNC -> IOERR | 4 << 8;
            case TRUNCATE -> IOERR | 6 << 8;
            case SIZE -> IOERR | 7 << 8;
            case DELETE -> IOERR | 10 << 8;
            case ACCESS -> IOERR | 13 << 8;
            case LOCK -> IOERR | 15 << 8;
            case SHARE -> IOERR | 21 << 8;
        };
    }

    private int open(Call call) {
        Path file = Path.of(call.file());
        byte[] before = Files.exists(file) ? read(file) : new byte[0];
        int result = call.proceed();
        if (result == 0) {
            events.add(new Event.Opened(call.file(), before, (call.at() & CREATE) != 0 && (call.at() & JOURNAL) != 0));
        }
        return result;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void remember(Call call, int size, boolean lost) {
        String file = call.file();
        switch (call.operation()) {
            case WRITE -> events.add(new Event.Written(file, call.at(), Arrays.copyOf(call.bytes(), size)));
            case TRUNCATE -> events.add(new Event.Truncated(file, call.at()));
            case DELETE -> events.add(new Event.Deleted(file, call.at() != 0));
            case SYNC -> {
                events.add(new Event.Synced(file, lost));
                weakSyncs += (call.at() & 0xf) == SYNC_FULL ? 0 : 1;
            }
            case OPEN, ACCESS, READ, SIZE, LOCK, SHARE -> {
                // Nothing is changed by these.
            }
        }
    }

    @Override
    public void close() {
        SqliteFiles.remove(folder);
    }
}
