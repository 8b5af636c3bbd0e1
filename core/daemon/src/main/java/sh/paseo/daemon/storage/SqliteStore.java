package sh.paseo.daemon.storage;

import jakarta.json.bind.Jsonb;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import sh.paseo.api.AgentId;
import sh.paseo.api.SourceKey;
import sh.paseo.engine.AgentState;
import sh.paseo.engine.Checkpoint;
import sh.paseo.engine.Commit;
import sh.paseo.engine.KnownRequest;
import sh.paseo.engine.QueuedPrompt;
import sh.paseo.engine.RequestKey;
import sh.paseo.engine.Store;
import sh.paseo.engine.StoreException;
import sh.paseo.engine.StoredSend;
import sh.paseo.engine.TimelineRow;

/**
 * The store in {@code paseo.db}.
 *
 * <p><b>Thread</b>: any. One thread writes, two read; futures complete on them, so what is hung on a future must not block.
 * A caller waits while 1,024 jobs are queued.
 *
 * <p><b>Errors</b>: as {@link Store}. A commit that would leave a gap in a timeline, repeat a source key or a message id, or end
 * a send that was never begun is refused whole with {@code IO}.
 */
public final class SqliteStore implements Store {
    /** The database's name in the home folder. */
    public static final String FILE = "paseo.db";

    private final StoredJson json;
    private final InstantSource clock;
    private final Failures failures;
    private final Writer writer;
    private final Readers readers;

    private SqliteStore(StoredJson json, InstantSource clock, Database database) throws SQLException {
        this.json = json;
        this.clock = clock;
        this.failures = database.failures();
        this.writer = Writer.start(database);
        this.readers = Readers.start(database);
    }

    /**
     * Opens the database, making it or bringing its schema up to date; before a change of schema a copy
     * {@code paseo.db.before-N} is made.
     *
     * <p><b>Errors</b>: {@code StoreException}: {@code NEWER}, {@code DAMAGED}, {@code FULL}, {@code IO}; {@code HomeException}
     * if the file is a link, someone else's or open to others. In each case nothing is open and nothing was deleted.
     */
    public static SqliteStore open(Path home, Jsonb json, InstantSource clock) {
        return open(home.resolve(FILE), new StoredJson(json), clock, new Parts(Connector.sqlite(), Migrations.shipped()));
    }

    /** What tests replace. */
    record Parts(Connector connector, Migrations migrations) {}

    static SqliteStore open(Path file, StoredJson json, InstantSource clock, Parts parts) {
        Database database = Database.prepare(file, parts.connector(), parts.migrations());
        try {
            return new SqliteStore(json, clock, database);
        } catch (SQLException e) {
            throw database.failures().of("opening", e);
        }
    }

    @Override
    public CompletableFuture<List<AgentState>> agents() {
        return readers.submit("reading agents", of -> of.agents(json));
    }

    @Override
    public CompletableFuture<Void> commit(Commit commit) {
        try {
            return writer.submit("storing agent " + commit.state().id(), PreparedCommit.of(commit, json, clock.instant()));
        } catch (StoreException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<Void> delete(AgentId agent) {
        return writer.submit("deleting agent " + agent, to -> to.delete(agent));
    }

    @Override
    public CompletableFuture<List<TimelineRow>> rowsAfter(AgentId agent, long seq, int limit) {
        checkLimit(limit);
        return readers.submit("reading rows of agent " + agent, of -> of.rowsAfter(agent, seq, limit, json));
    }

    @Override
    public CompletableFuture<List<TimelineRow>> rowsBefore(AgentId agent, long seq, int limit) {
        checkLimit(limit);
        return readers.submit("reading rows of agent " + agent, of -> of.rowsBefore(agent, seq, limit, json));
    }

    @Override
    public CompletableFuture<List<StoredSend>> sends(AgentId agent, long fromNumber) {
        return readers.submit("reading sends of agent " + agent, of -> of.sends(agent, fromNumber));
    }

    @Override
    public CompletableFuture<Optional<Checkpoint>> checkpoint(AgentId agent) {
        return readers.submit("reading the checkpoint of agent " + agent, of -> of.checkpoint(agent, json));
    }

    @Override
    public CompletableFuture<Map<AgentId, List<QueuedPrompt>>> queued() {
        return readers.submit("reading queued prompts", of -> of.queued(json));
    }

    @Override
    public CompletableFuture<Set<SourceKey>> sourceKeys(AgentId agent, int limit) {
        checkLimit(limit);
        return readers.submit("reading source keys of agent " + agent, of -> of.sourceKeys(agent, limit));
    }

    @Override
    public CompletableFuture<Boolean> accepted(AgentId agent, String messageId) {
        return readers.submit("looking for prompt " + messageId, of -> of.accepted(agent, messageId));
    }

    @Override
    public CompletableFuture<Optional<KnownRequest>> request(RequestKey key) {
        return readers.submit("looking for request " + key.requestId(), of -> of.request(key, clock.instant().minus(ANSWERS_KEPT)));
    }

    @Override
    public CompletableFuture<Void> answered(RequestKey key, Optional<AgentId> agent, String answer) {
        return writer.submit("keeping the answer to request " + key.requestId(), to -> {
            to.prune(clock.instant());
            to.request(key, clock.instant(), agent, Optional.of(answer));
        });
    }

    @Override
    public void close() {
        try {
            // The writer last: closing the last connection moves the log into the database.
            readers.close();
            writer.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failures.of("closing", e);
        }
    }

    /** SQLite takes a negative limit for none. */
    private static void checkLimit(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit " + limit);
        }
    }
}
