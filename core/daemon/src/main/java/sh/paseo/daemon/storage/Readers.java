package sh.paseo.daemon.storage;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** The threads that read, each with a connection of its own that it opens at its first query. */
final class Readers {
    /** A question to the database. */
    interface Query<T> {
        T ask(Queries of) throws SQLException;
    }

    private record Job<T>(String doing, Query<T> query, CompletableFuture<T> answer) {}

    /** Two, so that one long page does not hold up everybody. */
    private static final int THREADS = 2;
    private static final int QUEUED = 1_024;
    private static final long CLOSE_MILLIS = 5_000;

    private final Database database;
    private final Failures failures;
    private final JobQueue<Job<?>> queue = new JobQueue<>(QUEUED);
    private final List<Thread> threads;

    private Readers(Database database) {
        this.database = database;
        this.failures = database.failures();
        this.threads = IntStream.rangeClosed(1, THREADS)
                .mapToObj(n -> Thread.ofPlatform().name("store-read-" + n).daemon().unstarted(this::run))
                .toList();
    }

    static Readers start(Database database) {
        Readers readers = new Readers(database);
        readers.threads.forEach(Thread::start);
        return readers;
    }

    <T> CompletableFuture<T> submit(String doing, Query<T> query) {
        Job<T> job = new Job<>(doing, query, new CompletableFuture<>());
        if (!queue.put(job)) {
            job.answer.completeExceptionally(failures.closed());
        }
        return job.answer;
    }

    /** Answers what was asked, then ends. */
    void close() throws InterruptedException {
        queue.close();
        for (Thread thread : threads) {
            if (Thread.currentThread() != thread) {
                thread.join(CLOSE_MILLIS);
            }
        }
    }

    private void run() {
        Optional<Queries> open = Optional.empty();
        for (List<Job<?>> jobs = queue.take(1); !jobs.isEmpty(); jobs = queue.take(1)) {
            open = answer(jobs.getFirst(), open);
        }
        open.ifPresent(Queries::close);
    }

    /** Returns what the next job may use. Whatever a query throws must not end the thread. */
    private <T> Optional<Queries> answer(Job<T> job, Optional<Queries> open) {
        Optional<Queries> usable = open;
        try {
            if (usable.isEmpty()) {
                usable = Optional.of(new Queries(database.connectForReading()));
            }
            job.answer.complete(job.query.ask(usable.get()));
        } catch (SQLException | RuntimeException | Error e) {
            job.answer.completeExceptionally(failures.of(job.doing, e));
        }
        return usable;
    }
}
