package sh.paseo.daemon.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import sh.paseo.api.AgentId;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.engine.Commit;
import sh.paseo.engine.TimelineRow;

/**
 * Measures the store in the folder given as argument: commits a second by one and by many agents, rows a second, pages of a long
 * timeline, deletion. Run by hand; nothing depends on its figures.
 */
final class FiguresMain {
    private static final int ROWS = 500_000;
    private static final int BATCH = 500;

    private FiguresMain() {}

    public static void main(String[] arguments) throws IOException {
        Path home = Files.createTempDirectory(Path.of(arguments[0]), "figures");
        try (SqliteStore store = SqliteStore.open(home, Samples.JSON, InstantSource.system())) {
            for (int agents : List.of(1, 1, 10, 50, 200)) {
                commits(store, agents);
            }
            timeline(store);
            pages(store);
            long start = System.nanoTime();
            store.delete(new AgentId("long")).join();
            System.out.printf("delete %d rows: %d ms%n", ROWS, (System.nanoTime() - start) / 1_000_000);
        }
    }

    private static void commits(SqliteStore store, int agents) {
        int each = 4_000 / agents;
        String run = "run" + System.nanoTime() + "-";
        long start = System.nanoTime();
        List<Thread> threads = IntStream.range(0, agents).mapToObj(n -> Thread.ofVirtual().start(() -> {
            for (int i = 1; i <= each; i++) {
                store.commit(Samples.rows(run + n, i, i)).join();
            }
        })).toList();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%d agents: %.0f commits/s, %.2f ms a commit%n", agents, agents * each / seconds, seconds * 1000 / each);
    }

    private static void timeline(SqliteStore store) {
        String text = "x".repeat(200);
        long start = System.nanoTime();
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (long from = 1; from <= ROWS; from += BATCH) {
            long last = from + BATCH - 1;
            List<TimelineRow> rows = LongStream.rangeClosed(from, last).mapToObj(seq -> new TimelineRow(seq, Samples.NOW,
                    Optional.empty(), new TimelineItem.AssistantText(text))).toList();
            Commit commit = Samples.commit(Samples.at(Samples.bare("long"), last), rows);
            waiting.add(store.commit(commit));
            if (waiting.size() > 4) {
                waiting.removeFirst().join();
            }
        }
        waiting.forEach(CompletableFuture::join);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%d rows of 200 letters in commits of %d: %.0f rows/s%n", ROWS, BATCH, ROWS / seconds);
    }

    private static void pages(SqliteStore store) {
        AgentId agent = new AgentId("long");
        for (int round = 0; round < 3; round++) {
            long start = System.nanoTime();
            int pages = 200;
            for (int i = 0; i < pages; i++) {
                long at = (i * 7_919L * 31) % ROWS;
                store.rowsBefore(agent, at, 200).join();
                store.rowsAfter(agent, at, 200).join();
            }
            System.out.printf("page of 200 rows: %.2f ms%n", (System.nanoTime() - start) / 1e6 / pages / 2);
        }
    }
}
