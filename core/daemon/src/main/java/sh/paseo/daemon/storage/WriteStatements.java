package sh.paseo.daemon.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.paseo.api.AgentId;
import sh.paseo.engine.Checkpoint;
import sh.paseo.engine.JournalPosition;
import sh.paseo.engine.RequestKey;
import sh.paseo.engine.Store;
import sh.paseo.engine.StoredSend;

/**
 * The statements that change the database, prepared once. They run between {@link #begin} and {@link #commit} or
 * {@link #rollBack}. <b>Thread</b>: the writing thread.
 */
final class WriteStatements implements AutoCloseable {
    private enum Sql {
        BEGIN("BEGIN IMMEDIATE"),
        COMMIT("COMMIT"),
        ROLLBACK("ROLLBACK"),
        FIND("SELECT number, last_seq FROM agents WHERE id = ?"),
        ADD("INSERT INTO agents (id, state, last_seq) VALUES (?, ?, ?) RETURNING number"),
        REPLACE("UPDATE agents SET state = ?, last_seq = ? WHERE number = ?"),
        DELETE("DELETE FROM agents WHERE id = ?"),
        ROW("INSERT INTO timeline (agent, seq, at, key, item) VALUES (?, ?, ?, ?, ?)"),
        SEND("INSERT INTO sends (agent, number, turn, text, process, \"offset\", done) VALUES (?, ?, ?, ?, ?, ?, 0)"),
        SENT("UPDATE sends SET done = 1 WHERE agent = ? AND number = ?"),
        PROMPT("INSERT INTO prompts (agent, message) VALUES (?, ?)"),
        QUEUE("INSERT INTO queued (agent, turn, prompt) VALUES (?, ?, ?)"),
        OVER("DELETE FROM queued WHERE agent = ? AND turn = ?"),
        CHECKPOINT("INSERT INTO checkpoints (agent, process, \"offset\", send, state) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                + " process = excluded.process, \"offset\" = excluded.\"offset\", send = excluded.send, state = excluded.state"),
        FORGET_SENDS("DELETE FROM sends WHERE agent = ? AND done = 1 AND process IS NOT ?"),
        PRUNE("DELETE FROM requests WHERE at <= ?"),
        RESTAMP("UPDATE requests SET at = ?1 WHERE at > ?1"),
        REQUEST("INSERT INTO requests (client, request, at, agent, answer) VALUES (?, ?, ?, ?, ?)"
                + " ON CONFLICT DO UPDATE SET at = excluded.at, agent = coalesce(excluded.agent, agent),"
                + " answer = coalesce(excluded.answer, answer)");

        private final String text;

        Sql(String text) {
            this.text = text;
        }
    }

    /** An agent that is stored: its number in this database and the seq of its newest row. */
    record Known(long number, long lastSeq) {}

    private final Connection connection;
    private final Map<Sql, PreparedStatement> prepared = new EnumMap<>(Sql.class);

    private WriteStatements(Connection connection) {
        this.connection = connection;
    }

    /** Takes over the connection; if preparing fails it is closed. */
    static WriteStatements prepare(Connection connection) throws SQLException {
        WriteStatements statements = new WriteStatements(connection);
        try {
            for (Sql sql : Sql.values()) {
                statements.prepared.put(sql, connection.prepareStatement(sql.text));
            }
            return statements;
        } catch (SQLException e) {
            Connections.close(connection);
            throw e;
        }
    }

    void begin() throws SQLException {
        prepared.get(Sql.BEGIN).executeUpdate();
    }

    void commit() throws SQLException {
        prepared.get(Sql.COMMIT).executeUpdate();
    }

    void rollBack() throws SQLException {
        prepared.get(Sql.ROLLBACK).executeUpdate();
    }

    Optional<Known> find(AgentId agent) throws SQLException {
        PreparedStatement find = prepared.get(Sql.FIND);
        find.setString(1, agent.value());
        try (ResultSet found = find.executeQuery()) {
            return found.next() ? Optional.of(new Known(found.getLong(1), found.getLong(2))) : Optional.empty();
        }
    }

    /** Stores an agent for the first time and returns its number. */
    long add(AgentId agent, String state, long lastSeq) throws SQLException {
        PreparedStatement add = prepared.get(Sql.ADD);
        add.setString(1, agent.value());
        add.setString(2, state);
        add.setLong(3, lastSeq);
        try (ResultSet added = add.executeQuery()) {
            added.next();
            return added.getLong(1);
        }
    }

    void replace(long number, String state, long lastSeq) throws SQLException {
        PreparedStatement replace = prepared.get(Sql.REPLACE);
        replace.setString(1, state);
        replace.setLong(2, lastSeq);
        replace.setLong(3, number);
        replace.executeUpdate();
    }

    /** What hangs on the agent goes with it. */
    void delete(AgentId agent) throws SQLException {
        PreparedStatement delete = prepared.get(Sql.DELETE);
        delete.setString(1, agent.value());
        delete.executeUpdate();
    }

    void rows(long agent, List<PreparedCommit.Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        PreparedStatement insert = prepared.get(Sql.ROW);
        insert.clearBatch();
        for (PreparedCommit.Row row : rows) {
            insert.setLong(1, agent);
            insert.setLong(2, row.seq());
            insert.setLong(3, row.at());
            setText(insert, 4, row.key());
            insert.setString(5, row.item());
            insert.addBatch();
        }
        // As a batch: the driver asks after every other statement whether it should commit, which takes longer than the statement.
        insert.executeBatch();
    }

    void send(long agent, StoredSend begun) throws SQLException {
        PreparedStatement insert = prepared.get(Sql.SEND);
        insert.setLong(1, agent);
        insert.setLong(2, begun.send().number());
        setText(insert, 3, begun.send().turn().map(Object::toString));
        insert.setString(4, begun.send().text());
        setText(insert, 5, begun.at().map(JournalPosition::process));
        if (begun.at().isPresent()) {
            insert.setLong(6, begun.at().get().offset());
        } else {
            insert.setNull(6, Types.INTEGER);
        }
        insert.executeUpdate();
    }

    /** False if there is no such send. */
    boolean sent(long agent, long number) throws SQLException {
        PreparedStatement update = prepared.get(Sql.SENT);
        update.setLong(1, agent);
        update.setLong(2, number);
        return update.executeUpdate() == 1;
    }

    void prompt(long agent, String message) throws SQLException {
        PreparedStatement insert = prepared.get(Sql.PROMPT);
        insert.setLong(1, agent);
        insert.setString(2, message);
        insert.executeUpdate();
    }

    void queue(long agent, String turn, String prompt) throws SQLException {
        PreparedStatement insert = prepared.get(Sql.QUEUE);
        insert.setLong(1, agent);
        insert.setString(2, turn);
        insert.setString(3, prompt);
        insert.executeUpdate();
    }

    void over(long agent, String turn) throws SQLException {
        PreparedStatement delete = prepared.get(Sql.OVER);
        delete.setLong(1, agent);
        delete.setString(2, turn);
        delete.executeUpdate();
    }

    /** Replaces the checkpoint and forgets what was sent to earlier processes. */
    void checkpoint(long agent, Checkpoint checkpoint) throws SQLException {
        PreparedStatement upsert = prepared.get(Sql.CHECKPOINT);
        upsert.setLong(1, agent);
        upsert.setString(2, checkpoint.at().process());
        upsert.setLong(3, checkpoint.at().offset());
        upsert.setLong(4, checkpoint.lastSend());
        upsert.setString(5, checkpoint.state().toString());
        upsert.executeUpdate();
        PreparedStatement forget = prepared.get(Sql.FORGET_SENDS);
        forget.setLong(1, agent);
        forget.setString(2, checkpoint.at().process());
        forget.executeUpdate();
    }

    /** Forgets requests that are too old. Those from a time to come, because the clock was set back, are taken to be of now. */
    void prune(Instant now) throws SQLException {
        PreparedStatement prune = prepared.get(Sql.PRUNE);
        prune.setLong(1, StoredTime.nanos(now.minus(Store.ANSWERS_KEPT)));
        prune.executeUpdate();
        PreparedStatement restamp = prepared.get(Sql.RESTAMP);
        restamp.setLong(1, StoredTime.nanos(now));
        restamp.executeUpdate();
    }

    /** Keeps what is known of a request; what was known before and is not said now stays. */
    void request(RequestKey key, Instant at, Optional<AgentId> agent, Optional<String> answer) throws SQLException {
        PreparedStatement upsert = prepared.get(Sql.REQUEST);
        upsert.setString(1, key.clientId());
        upsert.setString(2, key.requestId());
        upsert.setLong(3, StoredTime.nanos(at));
        setText(upsert, 4, agent.map(AgentId::value));
        setText(upsert, 5, answer);
        upsert.executeUpdate();
    }

    @Override
    public void close() {
        Connections.close(connection);
    }

    private static void setText(PreparedStatement statement, int index, Optional<String> text) throws SQLException {
        if (text.isPresent()) {
            statement.setString(index, text.get());
        } else {
            statement.setNull(index, Types.VARCHAR);
        }
    }
}
