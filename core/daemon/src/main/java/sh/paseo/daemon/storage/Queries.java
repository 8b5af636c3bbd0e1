package sh.paseo.daemon.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sh.paseo.api.AgentId;
import sh.paseo.api.SourceKey;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.Send;
import sh.paseo.engine.AgentState;
import sh.paseo.engine.Checkpoint;
import sh.paseo.engine.JournalPosition;
import sh.paseo.engine.KnownRequest;
import sh.paseo.engine.QueuedPrompt;
import sh.paseo.engine.RequestKey;
import sh.paseo.engine.StoredSend;
import sh.paseo.engine.TimelineRow;

/** What is asked of the database. <b>Thread</b>: the one reading thread that owns it. */
final class Queries implements AutoCloseable {
    private static final String NUMBER = "(SELECT number FROM agents WHERE id = ?)";

    private final Connection connection;

    Queries(Connection connection) {
        this.connection = connection;
    }

    List<AgentState> agents(StoredJson json) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT id, state FROM agents ORDER BY number");
                ResultSet found = statement.executeQuery()) {
            List<AgentState> agents = new ArrayList<>();
            while (found.next()) {
                agents.add(json.state(found.getString(1), found.getString(2)));
            }
            return agents;
        }
    }

    List<TimelineRow> rowsAfter(AgentId agent, long seq, int limit, StoredJson json) throws SQLException {
        return rows("SELECT seq, at, key, item FROM timeline WHERE agent = " + NUMBER + " AND seq > ? ORDER BY seq LIMIT ?",
                agent, seq, limit, json);
    }

    List<TimelineRow> rowsBefore(AgentId agent, long seq, int limit, StoredJson json) throws SQLException {
        return rows("SELECT seq, at, key, item FROM timeline WHERE agent = " + NUMBER + " AND seq < ? ORDER BY seq DESC LIMIT ?",
                agent, seq, limit, json).reversed();
    }

    private List<TimelineRow> rows(String sql, AgentId agent, long seq, int limit, StoredJson json) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, agent.value());
            statement.setLong(2, seq);
            statement.setInt(3, limit);
            try (ResultSet found = statement.executeQuery()) {
                List<TimelineRow> rows = new ArrayList<>();
                while (found.next()) {
                    long at = found.getLong(1);
                    rows.add(new TimelineRow(at, StoredTime.instant(found.getLong(2)),
                            Optional.ofNullable(found.getString(3)).map(SourceKey::new),
                            json.item(agent + " row " + at, found.getString(4))));
                }
                return rows;
            }
        }
    }

    List<StoredSend> sends(AgentId agent, long from) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT number, turn, text, process, \"offset\", done"
                + " FROM sends WHERE agent = " + NUMBER + " AND (number >= ? OR done = 0) ORDER BY number")) {
            statement.setString(1, agent.value());
            statement.setLong(2, from);
            try (ResultSet found = statement.executeQuery()) {
                List<StoredSend> sends = new ArrayList<>();
                while (found.next()) {
                    sends.add(send(found));
                }
                return sends;
            }
        }
    }

    private static StoredSend send(ResultSet found) throws SQLException {
        Send send = new Send(found.getLong(1), Optional.ofNullable(found.getString(2)).map(TurnId::new), found.getString(3));
        long offset = found.getLong(5);
        Optional<JournalPosition> at = Optional.ofNullable(found.getString(4)).map(process -> new JournalPosition(process, offset));
        return new StoredSend(send, at, found.getInt(6) != 0);
    }

    Optional<Checkpoint> checkpoint(AgentId agent, StoredJson json) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT process, \"offset\", send, state FROM checkpoints"
                + " WHERE agent = " + NUMBER)) {
            statement.setString(1, agent.value());
            try (ResultSet found = statement.executeQuery()) {
                return found.next() ? Optional.of(new Checkpoint(new JournalPosition(found.getString(1), found.getLong(2)),
                        found.getLong(3), json.object("the checkpoint of agent " + agent, found.getString(4)))) : Optional.empty();
            }
        }
    }

    Map<AgentId, List<QueuedPrompt>> queued(StoredJson json) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT id, turn, prompt FROM queued JOIN agents"
                + " ON agent = number ORDER BY place"); ResultSet found = statement.executeQuery()) {
            Map<AgentId, List<QueuedPrompt>> queued = new HashMap<>();
            while (found.next()) {
                String agent = found.getString(1);
                queued.computeIfAbsent(new AgentId(agent), any -> new ArrayList<>())
                        .add(new QueuedPrompt(new TurnId(found.getString(2)), json.prompt(agent, found.getString(3))));
            }
            return queued;
        }
    }

    Set<SourceKey> sourceKeys(AgentId agent, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT key FROM timeline WHERE agent = " + NUMBER
                + " AND key IS NOT NULL ORDER BY seq DESC LIMIT ?")) {
            statement.setString(1, agent.value());
            statement.setInt(2, limit);
            try (ResultSet found = statement.executeQuery()) {
                Set<SourceKey> keys = new LinkedHashSet<>();
                while (found.next()) {
                    keys.add(new SourceKey(found.getString(1)));
                }
                return keys;
            }
        }
    }

    boolean accepted(AgentId agent, String message) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT 1 FROM prompts WHERE agent = " + NUMBER
                + " AND message = ?")) {
            statement.setString(1, agent.value());
            statement.setString(2, message);
            try (ResultSet found = statement.executeQuery()) {
                return found.next();
            }
        }
    }

    Optional<KnownRequest> request(RequestKey key, Instant since) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT agent, answer FROM requests"
                + " WHERE client = ? AND request = ? AND at > ?")) {
            statement.setString(1, key.clientId());
            statement.setString(2, key.requestId());
            statement.setLong(3, StoredTime.nanos(since));
            try (ResultSet found = statement.executeQuery()) {
                if (!found.next()) {
                    return Optional.empty();
                }
                return Optional.of(new KnownRequest(Optional.ofNullable(found.getString(1)).map(AgentId::new),
                        Optional.ofNullable(found.getString(2))));
            }
        }
    }

    @Override
    public void close() {
        Connections.close(connection);
    }
}
