package sh.paseo.daemon.storage;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sh.paseo.engine.StoreException;

/**
 * The one thread that writes. What has gathered while it was waiting for the disk goes into one transaction, so that many
 * agents share one wait for the disk. If that fails, each change is tried alone: one that is refused harms no other.
 */
final class Writer {
    /** A change to the database; it may run twice, the first time being rolled back. */
    interface Change {
        void apply(WriteStatements to) throws SQLException;
    }

    private record Job(String doing, Change change, CompletableFuture<Void> done) {}

    /** As many agents as can wait; each waits for its own commit, so more means hundreds of agents. */
    private static final int QUEUED = 1_024;
    /** Bounds the wait of the first in a transaction. */
    private static final int TOGETHER = 256;
    private static final long CLOSE_MILLIS = 10_000;

    private final Database database;
    private final Failures failures;
    private final JobQueue<Job> queue = new JobQueue<>(QUEUED);
    private final Thread thread;
    /** Empty after a failure that left the connection in doubt; the next job opens another. */
    private Optional<WriteStatements> statements;

    private Writer(Database database, WriteStatements statements) {
        this.database = database;
        this.failures = database.failures();
        this.statements = Optional.of(statements);
        this.thread = Thread.ofPlatform().name("store").daemon().unstarted(this::run);
    }

    static Writer start(Database database) throws SQLException {
        Writer writer = new Writer(database, open(database));
        writer.thread.start();
        return writer;
    }

    CompletableFuture<Void> submit(String doing, Change change) {
        Job job = new Job(doing, change, new CompletableFuture<>());
        if (!queue.put(job)) {
            job.done.completeExceptionally(failures.closed());
        }
        return job.done;
    }

    /** Writes what was submitted, then ends. */
    void close() throws InterruptedException {
        queue.close();
        if (Thread.currentThread() != thread) {
            thread.join(CLOSE_MILLIS);
        }
    }

    private void run() {
        for (List<Job> jobs = queue.take(TOGETHER); !jobs.isEmpty(); jobs = queue.take(TOGETHER)) {
            if (jobs.size() == 1) {
                alone(jobs.getFirst());
            } else if (together(jobs).isPresent()) {
                jobs.forEach(this::alone);
            }
        }
        statements.ifPresent(WriteStatements::close);
    }

    private void alone(Job job) {
        together(List.of(job)).ifPresent(cause -> job.done.completeExceptionally(failures.of(job.doing, cause)));
    }

    /** Empty if all of it is durable, else why nothing of it is stored. Whatever a change throws must not end the thread. */
    private Optional<Throwable> together(List<Job> jobs) {
        try {
            WriteStatements to = usable();
            to.begin();
            for (Job job : jobs) {
                job.change.apply(to);
            }
            to.commit();
        } catch (SQLException | RuntimeException | Error e) {
            rollBack(e);
            return Optional.of(e);
        }
        jobs.forEach(job -> job.done.complete(null));
        return Optional.empty();
    }

    private WriteStatements usable() throws SQLException {
        if (statements.isEmpty()) {
            statements = Optional.of(open(database));
        }
        return statements.get();
    }

    /** A rollback fails when SQLite has done it by itself, as on a full disk, or when worse has happened: then we connect anew. */
    private void rollBack(Throwable cause) {
        if (statements.isEmpty()) {
            return;
        }
        try {
            statements.get().rollBack();
        } catch (SQLException e) {
            if (!(cause instanceof StoreException)) {
                cause.addSuppressed(e);
            }
            statements.get().close();
            statements = Optional.empty();
        }
    }

    private static WriteStatements open(Database database) throws SQLException {
        return WriteStatements.prepare(database.connectForWriting());
    }
}
