package sh.paseo.daemon.storage;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import sh.paseo.engine.Commit;

/**
 * Commits for eight agents at once until it is killed, and prints {@code AGENT SEQ} once a commit is acknowledged.
 *
 * <p><b>Shape</b>: {@code HOME [COMMITS]}; with a number, one agent makes so many commits and the program ends.
 */
final class CommittingMain {
    static final int AGENTS = 8;
    static final int ROWS = 3;

    private CommittingMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        SqliteStore store = SqliteStore.open(Path.of(arguments[0]), Samples.JSON, InstantSource.system());
        if (arguments.length > 1) {
            commit(store, "agent-0", Integer.parseInt(arguments[1]));
            store.close();
            return;
        }
        List<Thread> agents = IntStream.range(0, AGENTS)
                .mapToObj(n -> Thread.ofPlatform().start(() -> commit(store, "agent-" + n, Integer.MAX_VALUE)))
                .toList();
        for (Thread agent : agents) {
            agent.join();
        }
    }

    private static void commit(SqliteStore store, String agent, int commits) {
        long last = store.rowsBefore(new sh.paseo.api.AgentId(agent), Long.MAX_VALUE, 1).join().stream()
                .mapToLong(row -> row.seq()).max().orElse(0);
        for (int made = 0; made < commits; made++) {
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
