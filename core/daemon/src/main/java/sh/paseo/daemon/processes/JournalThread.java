package sh.paseo.daemon.processes;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The one thread that follows the journals of all agents.
 *
 * <p>Journals with something to read take turns of one chunk each, so that an agent with much to say does not keep others from
 * being heard. A journal whose listener has no room is tried again soon and meanwhile costs nothing. Where the system does not
 * tell that files grow they are looked at: often while anything comes, seldom otherwise.
 */
final class JournalThread implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(JournalThread.class.getName());
    private static final int CHUNK_BYTES = 128 << 10;
    private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long LAST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long BUSY_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long IDLE_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long BUSY_AFTER_OUTPUT_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LONGEST_WAIT_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Supplier<JournalEvents> system;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Thread thread = Thread.ofPlatform().daemon().name("journal").unstarted(this::run);

    // Guarded by this.
    private boolean started;
    private boolean closed;
    private JournalEvents events;

    // The thread's own.
    private boolean stopping;
    private long lastOutput;
    private final Map<Journal, Followed> journals = new HashMap<>();
    private final Map<Integer, Followed> watches = new HashMap<>();
    private final Set<Followed> unwatched = new HashSet<>();
    private final Deque<Followed> ready = new ArrayDeque<>();
    private final Map<Followed, Long> refused = new LinkedHashMap<>();

    /** A journal with its place in the order of turns. */
    private static final class Followed {
        final Journal journal;
        int out = JournalEvents.NOT_WATCHED;
        int err = JournalEvents.NOT_WATCHED;
        boolean queued;
        long retryNanos = FIRST_RETRY_NANOS;

        Followed(Journal journal) {
            this.journal = journal;
        }
    }

    /** Starts with the first journal: {@code system} is asked then, so that a daemon without agents has no thread for them. */
    JournalThread(Supplier<JournalEvents> system) {
        this.system = system;
    }

    void follow(Journal journal) {
        tell(() -> add(journal));
    }

    /** The process has ended: the journal is read to its end, then its listener hears of it. */
    void ended(Journal journal, Journal.End end) {
        tell(() -> {
            Followed followed = journals.get(journal);
            if (followed != null) {
                journal.ended(end);
                queue(followed);
            }
        });
    }

    private synchronized void tell(Runnable command) {
        if (closed) {
            return;
        }
        commands.add(command);
        if (!started) {
            events = system.get();
            thread.start();
            started = true;
        }
        events.wake();
    }

    private void run() {
        byte[] chunk = new byte[CHUNK_BYTES];
        try (JournalEvents own = eventsOnceStarted()) {
            while (!stopping) {
                own.await(waitNanos(), this::changed);
                for (Runnable next = commands.poll(); next != null; next = commands.poll()) {
                    next.run();
                }
                queueWhatIsDue();
                giveTurns(chunk);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "No more output of agents is read; the daemon must be restarted", e);
        } finally {
            journals.keySet().forEach(Journal::close);
        }
    }

    private synchronized JournalEvents eventsOnceStarted() {
        return events;
    }

    private void add(Journal journal) {
        Followed followed = new Followed(journal);
        journals.put(journal, followed);
        followed.out = events.watch(journal.folder().out());
        followed.err = events.watch(journal.folder().err());
        watches.put(followed.out, followed);
        watches.put(followed.err, followed);
        watches.remove(JournalEvents.NOT_WATCHED);
        if (followed.out == JournalEvents.NOT_WATCHED || followed.err == JournalEvents.NOT_WATCHED) {
            unwatched.add(followed);
        }
        queue(followed);
    }

    private void changed(int watch) {
        if (watch == JournalEvents.NOT_WATCHED) {
            lookAt(journals.values());
        }
        Followed followed = watches.get(watch);
        if (followed != null && watch == followed.out) {
            queue(followed);
        } else if (followed != null) {
            followed.journal.stderrGrew();
        }
    }

    private void lookAt(Collection<Followed> all) {
        for (Followed followed : all) {
            followed.journal.stderrGrew();
            queue(followed);
        }
    }

    private void queue(Followed followed) {
        if (!followed.queued && !refused.containsKey(followed)) {
            followed.queued = true;
            ready.add(followed);
        }
    }

    private void queueWhatIsDue() {
        lookAt(unwatched);
        long now = System.nanoTime();
        refused.entrySet().removeIf(entry -> {
            boolean due = entry.getValue() - now <= 0;
            if (due) {
                entry.getKey().queued = true;
                ready.add(entry.getKey());
            }
            return due;
        });
    }

    private void giveTurns(byte[] chunk) {
        for (int turns = ready.size(); turns > 0; turns--) {
            Followed followed = ready.remove();
            followed.queued = false;
            long taken = followed.journal.taken();
            Journal.Turn turn = followed.journal.turn(chunk);
            if (followed.journal.taken() > taken) {
                followed.retryNanos = FIRST_RETRY_NANOS;
                lastOutput = System.nanoTime();
            }
            switch (turn) {
                case MORE -> queue(followed);
                case IDLE -> {
                }
                case REFUSED -> {
                    refused.put(followed, System.nanoTime() + followed.retryNanos);
                    followed.retryNanos = Math.min(LAST_RETRY_NANOS, followed.retryNanos * 2);
                }
                case DONE -> remove(followed);
            }
        }
    }

    private void remove(Followed followed) {
        journals.remove(followed.journal);
        unwatched.remove(followed);
        unwatch(followed.out);
        unwatch(followed.err);
    }

    private void unwatch(int watch) {
        if (watch != JournalEvents.NOT_WATCHED) {
            watches.remove(watch);
            events.unwatch(watch);
        }
    }

    private long waitNanos() {
        if (!ready.isEmpty() || !commands.isEmpty()) {
            return 0;
        }
        long now = System.nanoTime();
        long wait = LONGEST_WAIT_NANOS;
        if (!unwatched.isEmpty()) {
            wait = now - lastOutput < BUSY_AFTER_OUTPUT_NANOS ? BUSY_LOOK_NANOS : IDLE_LOOK_NANOS;
        }
        for (long due : refused.values()) {
            wait = Math.min(wait, Math.max(0, due - now));
        }
        return wait;
    }

    /** Stops reading; listeners hear no more. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            commands.add(() -> stopping = true);
            closed = true;
            if (!started) {
                return;
            }
            events.wake();
        }
        try {
            if (Thread.currentThread() != thread && !thread.join(CLOSE)) {
                LOG.log(Level.WARNING, "The thread that reads agents' output hangs in a listener");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
