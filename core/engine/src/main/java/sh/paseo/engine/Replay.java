package sh.paseo.engine;

import jakarta.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.Send;

/**
 * What the session of a process that was taken over is shown before it lives on: the agent's lines from the checkpoint to the place
 * up to which everything is stored, and our own sends in their places between them.
 *
 * <p><b>Thread</b>: the session's.
 */
final class Replay {
    private final String process;
    private final Optional<Checkpoint> checkpoint;
    private final long until;
    private final List<StoredSend> sends;
    private final Deque<StoredSend> toShow;

    private Replay(String process, Optional<Checkpoint> checkpoint, long until, List<StoredSend> sends) {
        this.process = process;
        this.checkpoint = checkpoint;
        this.until = until;
        this.sends = sends;
        this.toShow = new ArrayDeque<>(sends.stream().filter(send -> send.send().number() > lastShown()).toList());
    }

    /** Reads it from the store, which blocks. */
    static Replay of(AgentState state, String process, Store store) {
        Optional<Checkpoint> checkpoint = store.checkpoint(state.id()).join().filter(known -> known.at().process().equals(process));
        List<StoredSend> sends = store.sends(state.id(), checkpoint.map(Checkpoint::lastSend).orElse(0L) + 1).join().stream()
                .filter(send -> send.at().filter(at -> at.process().equals(process)).isPresent()).toList();
        long until = state.progress().journal().filter(at -> at.process().equals(process)).map(JournalPosition::offset).orElse(0L);
        return new Replay(process, checkpoint, until, sends);
    }

    String process() {
        return process;
    }

    /** Where reading starts, bytes. */
    long from() {
        return checkpoint.map(known -> known.at().offset()).orElse(0L);
    }

    /** Lines up to here were read before, bytes. */
    long until() {
        return until;
    }

    Optional<JsonObject> checkpoint() {
        return checkpoint.map(Checkpoint::state);
    }

    /** The newest send that the checkpoint holds, 0 if none. */
    long lastShown() {
        return checkpoint.map(Checkpoint::lastSend).orElse(0L);
    }

    /** Sends that were begun before the agent's line at {@code offset} was read; each comes once. */
    List<Send> before(long offset) {
        List<Send> due = new ArrayList<>();
        while (!toShow.isEmpty() && toShow.peek().at().orElseThrow().offset() <= offset) {
            due.add(toShow.remove().send());
        }
        return due;
    }

    /** Turns of which something was sent. */
    Set<TurnId> begun() {
        return sends.stream().flatMap(send -> send.send().turn().stream()).collect(Collectors.toSet());
    }

    /** Number of the send that began a turn. */
    Optional<Long> first(TurnId turn) {
        return sends.stream().map(StoredSend::send).filter(send -> send.turn().equals(Optional.of(turn))).map(Send::number).findFirst();
    }

    /**
     * Sends that may not have arrived: those not known to be written, and with {@code dead}, those of the running turn, for what was
     * written and not read is gone with the process.
     */
    List<StoredSend> unproven(boolean dead, Optional<TurnId> running) {
        return sends.stream().filter(send -> !send.done() || dead && running.isPresent() && send.send().turn().equals(running)).toList();
    }
}
