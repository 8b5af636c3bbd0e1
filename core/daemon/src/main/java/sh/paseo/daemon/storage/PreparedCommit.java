package sh.paseo.daemon.storage;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sh.paseo.api.AgentId;
import sh.paseo.api.SourceKey;
import sh.paseo.api.TurnId;
import sh.paseo.engine.Commit;
import sh.paseo.engine.Recovery;
import sh.paseo.engine.RequestKey;
import sh.paseo.engine.StoreException;
import sh.paseo.engine.StoredSend;
import sh.paseo.engine.TimelineRow;

/** A commit with its JSON already written, which is done on the caller's thread so that the one writing thread only writes. */
record PreparedCommit(AgentId agent, String state, long lastSeq, List<Row> rows, List<StoredSend> begun, List<Long> done,
        List<String> messages, Optional<RequestKey> request, List<Prompt> queued, Recovery recovery, Instant at) implements Writer.Change {

    /** A row as it stands in the table. */
    record Row(long seq, long at, Optional<String> key, String item) {
        static Row of(TimelineRow row, StoredJson json) {
            return new Row(row.seq(), StoredTime.nanos(row.at()), row.key().map(SourceKey::value), json.text(row.item()));
        }
    }

    /** A prompt as it stands in the table. */
    record Prompt(String turn, String text) {}

    static PreparedCommit of(Commit commit, StoredJson json, Instant at) {
        return new PreparedCommit(commit.state().id(), json.text(commit.state()), commit.state().progress().lastSeq(),
                commit.rows().stream().map(row -> Row.of(row, json)).toList(), commit.begun(), commit.done(), commit.messages(),
                commit.request(),
                commit.recovery().queued().stream().map(p -> new Prompt(p.turn().value(), json.text(p.prompt()))).toList(),
                commit.recovery(), at);
    }

    @Override
    public void apply(WriteStatements to) throws SQLException {
        Optional<WriteStatements.Known> known = to.find(agent);
        checkNumbering(known.map(WriteStatements.Known::lastSeq).orElse(0L));
        long number;
        if (known.isPresent()) {
            number = known.get().number();
            to.replace(number, state, lastSeq);
        } else {
            number = to.add(agent, state, lastSeq);
        }
        to.rows(number, rows);
        for (StoredSend send : begun) {
            to.send(number, send);
        }
        for (long sent : done) {
            if (!to.sent(number, sent)) {
                throw refused("send " + sent + " is done but was never begun");
            }
        }
        for (String message : messages) {
            to.prompt(number, message);
        }
        for (Prompt prompt : queued) {
            to.queue(number, prompt.turn(), prompt.text());
        }
        for (TurnId turn : recovery.over()) {
            to.over(number, turn.value());
        }
        if (recovery.checkpoint().isPresent()) {
            to.checkpoint(number, recovery.checkpoint().get());
        }
        if (request.isPresent()) {
            to.prune(at);
            to.request(request.get(), at, Optional.of(agent), Optional.empty());
        }
    }

    /** A gap would never close, and a state that counts otherwise than its rows would make one at the next start. */
    private void checkNumbering(long stored) {
        long last = stored;
        for (Row row : rows) {
            if (row.seq() != last + 1) {
                throw refused("row " + row.seq() + " follows row " + last);
            }
            last = row.seq();
        }
        if (lastSeq != last) {
            throw refused("the state says that row " + lastSeq + " is the newest, but that is row " + last);
        }
    }

    private StoreException refused(String why) {
        return new StoreException(StoreException.Code.IO, "Not stored: agent " + agent + ": " + why, null);
    }
}
