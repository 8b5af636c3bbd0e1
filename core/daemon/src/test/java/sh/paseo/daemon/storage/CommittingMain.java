package sh.paseo.daemon.storage;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import sh.paseo.engine.Commit;

/** Commits for eight agents at once until it is killed, and prints {@code AGENT SEQ} once a commit is acknowledged. */
final class CommittingMain {
    static final int AGENTS = 8;
    static final int ROWS = 3;

    private CommittingMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        SqliteStore store = SqliteStore.open(Path.of(arguments[0]), Samples.JSON, InstantSource.system());
        List<Thread> agents = IntStream.range(0, AGENTS).mapToObj(n -> Thread.ofPlatform().start(() -> commit(store, "agent-" + n)))
                .toList();
        for (Thread agent : agents) {
            agent.join();
        }
    }

    private static void commit(SqliteStore store, String agent) {
        long last = store.rowsBefore(new sh.paseo.api.AgentId(agent), Long.MAX_VALUE, 1).join().stream()
                .mapToLong(row -> row.seq()).max().orElse(0);
        while (true) {
            long next = last + ROWS;
            store.commit(prompted(agent, last + 1, next)).join();
            last = next;
            System.out.println(agent + " " + last);
        }
    }

    private static Commit prompted(String agent, long from, long to) {
        Commit rows = Samples.rows(agent, from, to);
        return new Commit(rows.state(), rows.rows(), List.of(), List.of(), List.of("m" + to), Optional.empty());
    }
}
