package sh.paseo.daemon.storage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import sh.paseo.api.AgentId;
import sh.paseo.api.SourceKey;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.engine.AgentState;
import sh.paseo.engine.Checkpoint;
import sh.paseo.engine.Commit;
import sh.paseo.engine.JournalPosition;
import sh.paseo.engine.QueuedPrompt;
import sh.paseo.engine.Recovery;
import sh.paseo.engine.RequestKey;
import sh.paseo.engine.StoreException;
import sh.paseo.engine.TimelineRow;

/**
 * A short life of a store with all it can do: agents are made, prompted and deleted; rows, sends and checkpoints come; requests are
 * answered; the log is moved into the database and begun anew; the store is closed, its schema changes, and it goes on.
 *
 * <p>How the store stands after so many steps is what a store without failures says, so a test needs to know no step.
 */
final class Scenario {
    /** A change that is acknowledged or not. */
    private interface Step {
        CompletableFuture<Void> apply(SqliteStore store);
    }

    /** Steps before the schema changes. */
    private static final int BEFORE_CHANGE = 6;
    /** Small, so that even this short life moves the log into the database several times. */
    private static final String CHECKPOINTS = "PRAGMA wal_autocheckpoint = 12";
    private static final String CHANGE = "ALTER TABLE agents ADD COLUMN note TEXT; UPDATE agents SET note = id;";
    /** A fault happens once; what fails twice is not delayed but lost. */
    private static final int TRIES = 2;
    private static final int PAGE = 1_000;
    /** As many commits with a prompt and a request there are. */
    private static final int REQUESTS = 6;

    private static final Migrations SHIPPED = Migrations.shipped();
    /** The shipped steps and one more, which is not of this version. */
    private static final Migrations CHANGED = new Migrations(Stream.concat(
            Stream.iterate(1, n -> n <= SHIPPED.latest(), n -> n + 1).map(SHIPPED::step), Stream.of(CHANGE)).toList());

    private static final List<Step> STEPS = List.of(
            commit("a", 1, 1, Samples::row, 1),
            commit("a", 2, 3, row -> Samples.keyed(row, "k" + row), 2),
            store -> store.answered(request(1), Optional.empty(), "answer 1"),
            commit("b", 1, 5, Scenario::big, 3),
            store -> store.delete(new AgentId("b")),
            commit("a", 4, 9, Scenario::big, 4),
            store -> store.answered(request(3), Optional.of(new AgentId("b")), "answer 3"),
            commit("c", 1, 2, Scenario::big, 5),
            commit("a", 10, 10, Samples::row, 6));

    private final Path folder;
    private final Connector connector;
    private final Disk disk;

    /** Plays in the folder, on a disk. */
    Scenario(Path folder, Connector connector, Disk disk) {
        this.folder = folder;
        this.disk = disk;
        this.connector = (file, readOnly) -> {
            Connection connection = connector.open(file, readOnly);
            try (Statement statement = connection.createStatement()) {
                statement.execute(CHECKPOINTS);
            }
            return connection;
        };
    }

    private interface Rows {
        TimelineRow row(long seq);
    }

    private static RequestKey request(int number) {
        return new RequestKey("client", "r" + number);
    }

    private static TimelineRow big(long seq) {
        return new TimelineRow(seq, Samples.NOW, Optional.empty(), new TimelineItem.AssistantText(("big " + seq + " ").repeat(300)));
    }

    /** Rows {@code from} to {@code to}, none if both are 0, with a send begun, the one before it done, a prompt and a request. */
    private static Step commit(String agent, long from, long to, Rows rows, int number) {
        AgentState state = Samples.at(Samples.bare(agent), to);
        List<TimelineRow> added = from == 0 ? List.of() : LongStream.rangeClosed(from, to).mapToObj(rows::row).toList();
        List<Long> done = number == 2 ? List.of(1L) : List.of();
        Commit commit = new Commit(state, added, List.of(Samples.send(number)), done, List.of("m" + number),
                Optional.of(request(number)), recovery(number));
        return store -> store.commit(commit);
    }

    /** A prompt that waits, the one before it over, and now and then a checkpoint. */
    private static Recovery recovery(int number) {
        Optional<Checkpoint> checkpoint = number % 2 == 0
                ? Optional.of(new Checkpoint(new JournalPosition("p", number), number - 1, Samples.OBJECT))
                : Optional.empty();
        return new Recovery(List.of(new QueuedPrompt(turn(number), Prompt.of("prompt " + number))), List.of(turn(number - 1)), checkpoint);
    }

    private static TurnId turn(int number) {
        return new TurnId("t" + number);
    }

    /** How a store stands before the first step and after each. */
    static List<String> states(Path folder) {
        List<String> states = new ArrayList<>();
        try (SqliteStore store = new Scenario(folder, Connector.sqlite(), Disk.under(folder)).open(CHANGED)) {
            states.add(state(store));
            for (Step step : STEPS) {
                step.apply(store).join();
                states.add(state(store));
            }
        }
        return states;
    }

    private SqliteStore open(Migrations migrations) {
        return SqliteStore.open(folder.resolve(SqliteStore.FILE), new StoredJson(Samples.JSON), () -> Samples.NOW,
                new SqliteStore.Parts(connector, migrations));
    }

    /** Plays all steps, trying again what fails, as the engine does. */
    void play(List<String> states) {
        int next = 0;
        for (Migrations migrations : List.of(SHIPPED, CHANGED)) {
            try (SqliteStore store = retried(() -> open(migrations))) {
                int end = migrations.latest() == CHANGED.latest() ? STEPS.size() : BEFORE_CHANGE;
                for (; next < end; next++) {
                    Step step = STEPS.get(next);
                    retried(() -> step.apply(store).join());
                    disk.acknowledge(next + 1);
                    if (next == BEFORE_CHANGE / 2) {
                        check(retried(() -> state(store)), states, next + 1, next + 1);
                    }
                }
            }
        }
    }

    /** Opens what is left in the folder; it stands where these steps, or the one after them, left it. */
    void verify(List<String> states, int acknowledged) throws SQLException {
        try (SqliteStore store = openWhatIsThere()) {
            check(state(store), states, acknowledged, Math.min(acknowledged + 1, STEPS.size()));
            try (Connection connection = connector.open(folder.resolve(SqliteStore.FILE), true)) {
                check(connection, "PRAGMA integrity_check", "ok");
                check(connection, "PRAGMA foreign_key_check", "");
            }
            store.commit(Samples.rows("later", 1, 1)).join();
        }
    }

    private SqliteStore openWhatIsThere() {
        try {
            return open(SHIPPED);
        } catch (StoreException refused) {
            if (refused.code() != StoreException.Code.NEWER) {
                throw refused;
            }
            return open(CHANGED);
        }
    }

    static int length() {
        return STEPS.size();
    }

    private static void check(String found, List<String> states, int from, int to) {
        for (int steps = from; steps <= to; steps++) {
            if (states.get(steps).equals(found)) {
                return;
            }
        }
        throw new AssertionError(from + " steps were acknowledged, but the store stands after " + states.indexOf(found) + ":\n" + found);
    }

    private static void check(Connection connection, String query, String wanted) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet found = statement.executeQuery(query)) {
            String first = found.next() ? found.getString(1) : "";
            if (!wanted.equals(first)) {
                throw new AssertionError(query + ": " + first);
            }
        }
    }

    private static <T> T retried(Supplier<T> attempt) {
        for (int tries = 1; true; tries++) {
            try {
                return attempt.get();
            } catch (StoreException | CompletionException e) {
                Throwable cause = e instanceof CompletionException ? e.getCause() : e;
                boolean known = cause instanceof StoreException refused
                        && (refused.code() == StoreException.Code.IO || refused.code() == StoreException.Code.FULL);
                if (!known || tries == TRIES) {
                    throw new AssertionError("try " + tries + " failed", cause);
                }
            }
        }
    }

    /** Everything that can be asked of the store. */
    private static String state(SqliteStore store) {
        StringBuilder all = new StringBuilder();
        Map<AgentId, List<QueuedPrompt>> queued = store.queued().join();
        for (AgentState state : store.agents().join()) {
            AgentId agent = state.id();
            all.append(state).append('\n').append(store.rowsAfter(agent, 0, PAGE).join()).append('\n')
                    .append(store.sends(agent, 0).join()).append('\n')
                    .append(store.checkpoint(agent).join()).append(queued.get(agent)).append('\n')
                    .append(new TreeSet<>(store.sourceKeys(agent, PAGE).join().stream().map(SourceKey::value).toList())).append('\n');
            for (int number = 1; number <= REQUESTS; number++) {
                all.append(store.accepted(agent, "m" + number).join());
            }
        }
        for (int number = 1; number <= REQUESTS; number++) {
            all.append('\n').append(store.request(request(number)).join());
        }
        return all.toString();
    }
}
