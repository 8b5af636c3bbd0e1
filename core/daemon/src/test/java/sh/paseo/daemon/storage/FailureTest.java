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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.AgentId;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.engine.StoreException;
import sh.paseo.engine.TimelineRow;

/** What the store says and does when statements fail; {@link DiskFailureTest} tries every call to the file system. */
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

    @Test
    void lostConnectionIsReplaced() throws Exception {
        try (SqliteStore store = open(home.resolve("x.db"), connector)) {
            store.commit(Samples.rows("a", 1, 1)).join();
            connector.hook = sql -> {
                if (!sql.startsWith("SELECT")) {
                    throw new SQLException("injected at " + sql, "", SQLITE_IOERR);
                }
            };
            for (int i = 0; i < 3; i++) {
                assertEquals(StoreException.Code.IO, failure(store.commit(Samples.rows("a", 2, 2))).code());
            }
            connector.hook = _ -> {};
            store.commit(Samples.rows("a", 2, 2)).join();
            assertEquals(List.of(Samples.row(1), Samples.row(2)), store.rowsAfter(A, 0, 100).join(), "after the disk is back");
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
