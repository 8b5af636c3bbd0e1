package sh.paseo.daemon.processes;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/** Waits for files to grow. <b>Thread</b>: one, except {@link #wake}. */
interface JournalEvents extends AutoCloseable {
    int NOT_WATCHED = -1;

    /** Watches a file; {@link #NOT_WATCHED} if that is not possible here, so that it must be looked at from time to time. */
    int watch(Path file);

    void unwatch(int watch);

    /** Waits for a change, for {@link #wake} or for the time, and tells which watched files may have changed. */
    void await(long nanos, IntConsumer changed);

    /** Ends the present or next wait. <b>Thread</b>: any. */
    void wake();

    @Override
    void close();

    static JournalEvents ofThisSystem() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return new PolledEvents();
        }
        try {
            return new InotifyEvents();
        } catch (IllegalStateException e) {
            System.getLogger(JournalEvents.class.getName())
                    .log(Level.WARNING, "Files are looked at every few milliseconds instead of being watched: " + e.getMessage());
            return new PolledEvents();
        }
    }
}
