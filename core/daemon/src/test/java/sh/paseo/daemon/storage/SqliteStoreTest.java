package sh.paseo.daemon.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sh.paseo.daemon.storage.Samples.at;
import static sh.paseo.daemon.storage.Samples.bare;
import static sh.paseo.daemon.storage.Samples.commit;
import static sh.paseo.daemon.storage.Samples.full;
import static sh.paseo.daemon.storage.Samples.keyed;
import static sh.paseo.daemon.storage.Samples.row;
import static sh.paseo.daemon.storage.Samples.rows;
import static sh.paseo.daemon.storage.Samples.send;
import static sh.paseo.engine.Store.ANSWERS_KEPT;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.AgentId;
import sh.paseo.api.SourceKey;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.Send;
import sh.paseo.engine.AgentState;
import sh.paseo.engine.Checkpoint;
import sh.paseo.engine.Commit;
import sh.paseo.engine.JournalPosition;
import sh.paseo.engine.KnownRequest;
import sh.paseo.engine.QueuedPrompt;
import sh.paseo.engine.Recovery;
import sh.paseo.engine.RequestKey;
import sh.paseo.engine.StoreException;
import sh.paseo.engine.StoredSend;
import sh.paseo.engine.TimelineRow;

class SqliteStoreTest {
    private static final AgentId A = new AgentId("a");

    @TempDir
    Path home;

    private final FaultyConnector connector = new FaultyConnector();
    private Instant now = Samples.NOW;
    private SqliteStore store;

    @BeforeEach
    void open() {
        store = SqliteStore.open(home.resolve(SqliteStore.FILE), new StoredJson(Samples.JSON), () -> now,
                new SqliteStore.Parts(connector, Migrations.shipped()));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() {
        store.close();
        store = SqliteStore.open(home, Samples.JSON, () -> now);
    }

    private static StoreException.Code failure(CompletableFuture<?> future) {
        Throwable cause = assertThrows(CompletionException.class, future::join).getCause();
        return assertInstanceOf(StoreException.class, cause, cause.toString()).code();
    }

    @Test
    void everythingIsThereAfterReopening() {
        RequestKey request = new RequestKey("client", "1");
        AgentState state = at(full("a"), 2);
        List<TimelineRow> rows = List.of(row(1), keyed(2, "part-1"));
        store.commit(new Commit(state, rows, List.of(send(1), send(2)), List.of(1L), List.of("m1"), Optional.of(request))).join();
        store.commit(commit(bare("b"), List.of())).join();

        reopen();

        assertEquals(List.of(state, bare("b")), store.agents().join());
        assertEquals(rows, store.rowsAfter(A, 0, 100).join());
        assertEquals(List.of(new StoredSend(send(1).send(), send(1).at(), true), send(2)), store.sends(A, 1).join());
        assertEquals(List.of(send(2)), store.sends(A, 2).join());
        assertEquals(Set.of(new SourceKey("part-1")), store.sourceKeys(A, 10).join());
        assertTrue(store.accepted(A, "m1").join());
        assertFalse(store.accepted(A, "m2").join());
        assertFalse(store.accepted(new AgentId("b"), "m1").join());
        assertEquals(Optional.of(new KnownRequest(Optional.of(A), Optional.empty())), store.request(request).join());
    }

    @Test
    void whatALaterDaemonNeedsIsThereAfterReopening() {
        Checkpoint first = new Checkpoint(new JournalPosition("p-1", 10), 1, Json.createObjectBuilder().add("n", 1).build());
        Checkpoint second = new Checkpoint(new JournalPosition("p-2", 20), 3, Json.createObjectBuilder().add("n", 2).build());
        QueuedPrompt one = new QueuedPrompt(new TurnId("t1"), Prompt.of("one"));
        QueuedPrompt two = new QueuedPrompt(new TurnId("t2"), new Prompt("two", List.of(new Prompt.Image("image/png", "AAAA"))));
        store.commit(recovering("a", new Recovery(List.of(one, two), List.of(), Optional.of(first)))).join();
        store.commit(recovering("b", new Recovery(List.of(one), List.of(one.turn()), Optional.empty()))).join();
        store.commit(recovering("a", new Recovery(List.of(), List.of(one.turn()), Optional.of(second)))).join();

        reopen();

        assertEquals(Optional.of(second), store.checkpoint(A).join());
        assertEquals(Optional.empty(), store.checkpoint(new AgentId("b")).join());
        assertEquals(Map.of(A, List.of(two)), store.queued().join());
        store.delete(A).join();
        assertEquals(Map.of(), store.queued().join());
    }

    private static StoredSend sendTo(String process, long number) {
        return new StoredSend(new Send(number, Optional.empty(), "line"), Optional.of(new JournalPosition(process, 0)), false);
    }

    private static Commit recovering(String agent, Recovery recovery) {
        return new Commit(bare(agent), List.of(), List.of(), List.of(), List.of(), Optional.empty(), recovery);
    }

    @Test
    void aCheckpointForgetsWhatWasSentToEarlierProcesses() {
        List<StoredSend> sends = List.of(sendTo("p-1", 1), sendTo("p-1", 2), sendTo("p-2", 3));
        store.commit(new Commit(bare("a"), List.of(), sends, List.of(1L, 3L), List.of(), Optional.empty())).join();
        Checkpoint checkpoint = new Checkpoint(new JournalPosition("p-2", 20), 3, JsonValue.EMPTY_JSON_OBJECT);
        store.commit(recovering("a", new Recovery(List.of(), List.of(), Optional.of(checkpoint)))).join();
        assertEquals(List.of(2L, 3L), store.sends(A, 1).join().stream().map(known -> known.send().number()).toList());
    }

    @Test
    void laterCommitReplacesTheStateAndGoesOnWithTheRows() {
        store.commit(rows("a", 1, 3)).join();
        AgentState later = at(full("a"), 5);
        store.commit(commit(later, List.of(row(4), row(5)))).join();
        assertEquals(List.of(later), store.agents().join());
        assertEquals(LongStream.rangeClosed(1, 5).mapToObj(Samples::row).toList(), store.rowsAfter(A, 0, 100).join());
    }

    @Test
    void pagesAreAscendingAndBounded() {
        store.commit(rows("a", 1, 10)).join();
        store.commit(rows("b", 1, 10)).join();
        assertEquals(List.of(row(4), row(5)), store.rowsAfter(A, 3, 2).join());
        assertEquals(List.of(row(10)), store.rowsAfter(A, 9, 5).join());
        assertEquals(List.of(), store.rowsAfter(A, 10, 5).join());
        assertEquals(List.of(row(7), row(8)), store.rowsBefore(A, 9, 2).join());
        assertEquals(List.of(row(1)), store.rowsBefore(A, 2, 5).join());
        assertEquals(List.of(row(9), row(10)), store.rowsBefore(A, Long.MAX_VALUE, 2).join());
        assertEquals(List.of(), store.rowsBefore(new AgentId("nobody"), 9, 2).join());
        assertThrows(IllegalArgumentException.class, () -> store.rowsAfter(A, 0, -1));
    }

    @Test
    void commitThatLeavesAGapIsRefusedWhole() {
        store.commit(rows("a", 1, 2)).join();
        assertEquals(StoreException.Code.IO, failure(store.commit(rows("a", 4, 5))));
        assertEquals(StoreException.Code.IO, failure(store.commit(commit(at(full("a"), 5), List.of(row(3), row(5))))));
        assertEquals(StoreException.Code.IO, failure(store.commit(commit(at(full("a"), 7), List.of(row(3))))));
        assertEquals(StoreException.Code.IO, failure(store.commit(rows("a", 2, 3))));
        assertEquals(List.of(at(bare("a"), 2)), store.agents().join());
        assertEquals(2, store.rowsAfter(A, 0, 100).join().size());
    }

    @Test
    void sourceKeyIsRefusedTheSecondTimeButNotForAnotherAgent() {
        store.commit(commit(at(bare("a"), 1), List.of(keyed(1, "k")))).join();
        store.commit(commit(at(bare("b"), 1), List.of(keyed(1, "k")))).join();
        assertEquals(StoreException.Code.IO, failure(store.commit(commit(at(bare("a"), 2), List.of(keyed(2, "k"))))));
        assertEquals(1, store.rowsAfter(A, 0, 100).join().size());
    }

    @Test
    void newestSourceKeysComeFirst() {
        List<TimelineRow> rows = LongStream.rangeClosed(1, 5).mapToObj(n -> n % 2 == 0 ? row(n) : keyed(n, "k" + n)).toList();
        store.commit(commit(at(bare("a"), 5), rows)).join();
        assertEquals(Set.of(new SourceKey("k3"), new SourceKey("k5")), store.sourceKeys(A, 2).join());
    }

    @Test
    void promptIsAcceptedOnce() {
        Commit commit = new Commit(bare("a"), List.of(), List.of(), List.of(), List.of("m"), Optional.empty());
        store.commit(commit).join();
        assertEquals(StoreException.Code.IO, failure(store.commit(commit)));
    }

    @Test
    void endOfASendThatWasNeverBegunIsRefused() {
        Commit commit = new Commit(bare("a"), List.of(), List.of(), List.of(7L), List.of(), Optional.empty());
        assertEquals(StoreException.Code.IO, failure(store.commit(commit)));
        assertEquals(List.of(), store.agents().join());
    }

    @Test
    void refusedCommitHarmsNoneThatWaitsWithIt() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger transactions = new AtomicInteger();
        connector.hook = sql -> {
            if (sql.startsWith("BEGIN") && transactions.incrementAndGet() == 1) {
                writing.countDown();
                uninterrupted(go);
            }
        };
        List<CompletableFuture<Void>> good = new ArrayList<>(List.of(store.commit(rows("first", 1, 1))));
        writing.await();
        for (int i = 0; i < 5; i++) {
            good.add(store.commit(rows("early-" + i, 1, 3)));
        }
        CompletableFuture<Void> bad = store.commit(rows("bad", 2, 3));
        for (int i = 0; i < 5; i++) {
            good.add(store.commit(rows("late-" + i, 1, 3)));
        }
        go.countDown();

        good.forEach(CompletableFuture::join);
        assertEquals(StoreException.Code.IO, failure(bad));
        assertEquals(11, store.agents().join().size());
        assertEquals(1 + 1 + 11, transactions.get(), "one alone, one of eleven that is rolled back, eleven alone");
    }

    @Test
    void commitsThatWaitTogetherShareATransaction() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger transactions = new AtomicInteger();
        connector.hook = sql -> {
            if (sql.startsWith("BEGIN") && transactions.incrementAndGet() == 1) {
                writing.countDown();
                uninterrupted(go);
            }
        };
        List<CompletableFuture<Void>> commits = new ArrayList<>(List.of(store.commit(rows("a", 1, 1))));
        writing.await();
        for (long seq = 2; seq <= 50; seq++) {
            commits.add(store.commit(rows("a", seq, seq)));
        }
        go.countDown();
        commits.forEach(CompletableFuture::join);
        assertEquals(2, transactions.get());
        assertEquals(50, store.rowsAfter(A, 0, 100).join().size());
    }

    private static void uninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void deletedAgentIsForgottenWithAllItHad() {
        store.commit(new Commit(at(bare("a"), 1), List.of(keyed(1, "k")), List.of(send(1)), List.of(), List.of("m"),
                Optional.empty())).join();
        store.commit(rows("b", 1, 1)).join();
        store.delete(A).join();
        store.delete(new AgentId("nobody")).join();

        assertEquals(List.of(at(bare("b"), 1)), store.agents().join());
        assertEquals(List.of(), store.rowsAfter(A, 0, 10).join());
        assertEquals(List.of(), store.sends(A, 1).join());
        assertEquals(Set.of(), store.sourceKeys(A, 10).join());
        assertFalse(store.accepted(A, "m").join());
        assertEquals(1, store.rowsAfter(new AgentId("b"), 0, 10).join().size());
        assertEquals(StoreException.Code.IO, failure(store.commit(commit(at(bare("a"), 1), List.of()))),
                "a late commit does not bring it back");
    }

    @Test
    void answerIsKeptFor24HoursAndForgottenThen() {
        RequestKey key = new RequestKey("client", "1");
        store.commit(new Commit(bare("a"), List.of(), List.of(), List.of(), List.of(), Optional.of(key))).join();
        store.answered(key, Optional.empty(), "{\"ok\":true}").join();
        KnownRequest known = new KnownRequest(Optional.of(A), Optional.of("{\"ok\":true}"));
        assertEquals(Optional.of(known), store.request(key).join());
        assertEquals(Optional.empty(), store.request(new RequestKey("other", "1")).join());

        now = now.plus(Duration.ofHours(24)).minusNanos(1);
        assertEquals(Optional.of(known), store.request(key).join());
        now = now.plusNanos(1);
        assertEquals(Optional.empty(), store.request(key).join());

        store.answered(key, Optional.empty(), "later").join();
        assertEquals(Optional.of(new KnownRequest(Optional.empty(), Optional.of("later"))), store.request(key).join(),
                "nothing of the request of yesterday is left");
    }

    @Test
    void answerFromATimeToComeIsKeptFor24HoursFromWhenTheClockWasSetBack() {
        RequestKey future = new RequestKey("client", "future");
        store.answered(future, Optional.empty(), "1").join();
        now = now.minus(Duration.ofDays(3_650));
        store.answered(new RequestKey("client", "other"), Optional.empty(), "2").join();
        assertTrue(store.request(future).join().isPresent());

        now = now.plus(ANSWERS_KEPT).minusNanos(1);
        assertTrue(store.request(future).join().isPresent());
        now = now.plusNanos(1);
        assertEquals(Optional.empty(), store.request(future).join());
    }

    /** The ids of prompts have no age. */
    @Test
    void clockThatJumpsForwardForgetsAnswersButNoPrompt() {
        RequestKey key = new RequestKey("client", "1");
        store.commit(new Commit(bare("a"), List.of(), List.of(), List.of(), List.of("m"), Optional.of(key))).join();
        now = now.plus(Duration.ofDays(3_650));
        assertEquals(Optional.empty(), store.request(key).join());
        assertTrue(store.accepted(A, "m").join());
    }

    @Test
    void clockOutOfAllReasonStopsNobody() {
        for (Instant absurd : List.of(Instant.MAX, Instant.MIN.plus(ANSWERS_KEPT))) {
            now = absurd;
            RequestKey key = new RequestKey("client", absurd.toString());
            long next = store.rowsAfter(A, 0, 10).join().size() + 1;
            TimelineRow row = new TimelineRow(next, absurd, Optional.empty(), row(1).item());
            store.commit(new Commit(at(bare("a"), next), List.of(row), List.of(), List.of(), List.of(), Optional.of(key))).join();
            store.answered(key, Optional.empty(), "answer").join();
        }
        now = Samples.NOW;
        store.commit(rows("a", 3, 4)).join();
        assertEquals(4, store.rowsAfter(A, 0, 10).join().size());
    }

    @Test
    void closeWritesWhatWasSubmittedAndThenEverythingFails() {
        List<CompletableFuture<Void>> commits = LongStream.rangeClosed(1, 100).mapToObj(n -> store.commit(rows("a", n, n))).toList();
        store.close();
        store.close();
        commits.forEach(CompletableFuture::join);
        assertEquals(StoreException.Code.CLOSED, failure(store.commit(rows("a", 101, 101))));
        assertEquals(StoreException.Code.CLOSED, failure(store.agents()));
        reopen();
        assertEquals(100, store.rowsAfter(A, 0, 1_000).join().size());
    }
}
