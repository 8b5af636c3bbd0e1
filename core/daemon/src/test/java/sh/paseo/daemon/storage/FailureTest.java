package sh.paseo.daemon.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.AgentId;
import sh.paseo.api.SourceKey;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.engine.Commit;
import sh.paseo.engine.RequestKey;
import sh.paseo.engine.StoreException;
import sh.paseo.engine.TimelineRow;

class FailureTest {
    private static final AgentId A = new AgentId("a");
    private static final int SQLITE_IOERR = 10;

    @TempDir
    Path home;

    private final FaultyConnector connector = new FaultyConnector();

    private SqliteStore open(Path file, Connector with) {
        return SqliteStore.open(file, new StoredJson(Samples.JSON), () -> Samples.NOW,
                new SqliteStore.Parts(with, Migrations.shipped()));
    }

    /** Three commits that use every statement; they go on from one another. */
    private static List<Commit> commits() {
        return LongStream.rangeClosed(1, 3).mapToObj(n -> new Commit(Samples.at(Samples.full("a"), n * 2),
                List.of(Samples.row(n * 2 - 1), Samples.keyed(n * 2, "k" + n)), List.of(Samples.send(n)), List.of(n), List.of("m" + n),
                Optional.of(new RequestKey("c", "r" + n)))).toList();
    }

    /** Whichever statement fails: what was acknowledged is there, what failed has left no trace, and the store goes on. */
    @Test
    void whicheverStatementFailsNothingIsHalfStored() throws Exception {
        int failed = 0;
        for (int fail = 1; fail == 1 || failed == 1; fail++) {
            Path file = home.resolve(fail + ".db");
            AtomicInteger statements = new AtomicInteger();
            int stored;
            try (SqliteStore store = open(file, connector)) {
                int which = fail;
                connector.hook = sql -> {
                    if (statements.incrementAndGet() == which) {
                        throw new SQLException("injected at " + sql, "", SQLITE_IOERR);
                    }
                };
                stored = commitInOrder(store);
                connector.hook = _ -> {};
                failed = stored < 3 ? 1 : 0;
                assertWhole(store, stored, "statement " + fail);
                for (Commit rest : commits().subList(stored, 3)) {
                    store.commit(rest).join();
                }
            }
            try (SqliteStore store = open(file, connector)) {
                assertWhole(store, 3, "statement " + fail + " after reopening");
            }
            assertTrue(fail < 200, "the loop ends when no statement is left to fail");
        }
    }

    /** Stops at the first failure, as an engine would, and returns how many were acknowledged. */
    private static int commitInOrder(SqliteStore store) {
        int stored = 0;
        for (Commit commit : commits()) {
            try {
                store.commit(commit).join();
            } catch (CompletionException e) {
                assertEquals(StoreException.Code.IO, ((StoreException) e.getCause()).code());
                return stored;
            }
            stored++;
        }
        return stored;
    }

    private static void assertWhole(SqliteStore store, int commits, String when) {
        assertEquals(commits * 2, store.rowsAfter(A, 0, 100).join().size(), when);
        assertEquals(commits, store.sends(A, 1).join().stream().filter(send -> send.done()).count(), when);
        assertEquals(commits == 0 ? List.of() : List.of(commits().get(commits - 1).state()), store.agents().join(), when);
        for (int n = 1; n <= 3; n++) {
            assertEquals(n <= commits, store.accepted(A, "m" + n).join(), when);
            assertEquals(n <= commits, store.sourceKeys(A, 10).join().contains(new SourceKey("k" + n)), when);
            assertEquals(n <= commits, store.request(new RequestKey("c", "r" + n)).join().isPresent(), when);
        }
    }

    @Test
    void lostConnectionIsReplaced() throws Exception {
        try (SqliteStore store = open(home.resolve("x.db"), connector)) {
            store.commit(commits().get(0)).join();
            connector.hook = sql -> {
                if (!sql.startsWith("SELECT")) {
                    throw new SQLException("injected at " + sql, "", SQLITE_IOERR);
                }
            };
            for (int i = 0; i < 3; i++) {
                assertEquals(StoreException.Code.IO, failure(store.commit(commits().get(1))).code());
            }
            connector.hook = _ -> {};
            store.commit(commits().get(1)).join();
            assertWhole(store, 2, "after the disk is back");
        }
    }

    @Test
    void readerThatCannotConnectTriesAgain() throws Exception {
        try (SqliteStore store = open(home.resolve("x.db"), connector)) {
            connector.hook = _ -> {
                throw new SQLException("injected", "", SQLITE_IOERR);
            };
            for (int i = 0; i < 3; i++) {
                assertEquals(StoreException.Code.IO, failure(store.agents()).code());
            }
            connector.hook = _ -> {};
            assertEquals(List.of(), store.agents().join());
        }
    }

    @Test
    void fullDiskIsSaidAndWhatWasStoredStays() throws Exception {
        AtomicInteger pages = new AtomicInteger(60);
        Connector small = (file, readOnly) -> {
            var connection = Connector.sqlite().open(file, readOnly);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("PRAGMA max_page_count = " + pages.get());
            }
            return connection;
        };
        try (SqliteStore store = open(home.resolve("x.db"), small)) {
            long stored = 0;
            StoreException full = null;
            while (full == null) {
                CompletableFuture<Void> commit = store
                        .commit(Samples.commit(Samples.at(Samples.bare("a"), stored + 1), List.of(big(stored + 1))));
                try {
                    commit.join();
                    stored++;
                } catch (CompletionException e) {
                    full = (StoreException) e.getCause();
                }
                assertTrue(stored < 60, "the limit has no effect");
            }
            assertEquals(StoreException.Code.FULL, full.code());
            assertEquals(stored, store.rowsAfter(A, 0, 100).join().size());
            assertEquals(Samples.at(Samples.bare("a"), stored), store.agents().join().getFirst());

            pages.set(10_000);
            store.delete(A).join();
            store.commit(Samples.rows("b", 1, 1)).join();
            assertEquals(1, store.agents().join().size());
        }
    }

    private static TimelineRow big(long seq) {
        return new TimelineRow(seq, Samples.NOW, Optional.empty(), new TimelineItem.AssistantText("x".repeat(8_000)));
    }

    private static StoreException failure(CompletableFuture<?> future) {
        try {
            future.join();
            throw new AssertionError("did not fail");
        } catch (CompletionException e) {
            return (StoreException) e.getCause();
        }
    }
}
