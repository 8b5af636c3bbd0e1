package sh.paseo.agent.claude;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import sh.paseo.api.TurnId;

/**
 * Which turn is running.
 *
 * <pre>
 *   prompt sent ──► waiting ──started──► current ──result──► over
 *                      └────cancelled/completed without having run────► over
 *   the CLI runs without a prompt of ours ──► current (autonomous, with an id of its own)
 * </pre>
 *
 * <p>Current CLIs say of each prompt, by its uuid, when it is queued, started and over. Older ones do not; there the oldest
 * waiting prompt is taken to be the one that runs.
 */
final class Turns {
    private record Waiting(TurnId turn, String uuid, boolean started) {}

    /** How many prompts that are over are remembered, so that one sent again by mistake does not end twice. */
    private static final int MOST_OVER = 100;

    private final List<Waiting> waiting = new ArrayList<>();
    private final Deque<String> over = new ArrayDeque<>();
    private Optional<TurnId> current = Optional.empty();
    private String currentUuid = "";
    private boolean tracked;

    /** A prompt that is sent again keeps its place. */
    void sent(TurnId turn, String uuid) {
        boolean known = over.contains(uuid) || currentUuid.equals(uuid) || waiting.stream().anyMatch(w -> w.uuid().equals(uuid));
        if (!known) {
            waiting.add(new Waiting(turn, uuid, false));
        }
    }

    Optional<TurnId> current() {
        return current;
    }

    boolean isWaiting(TurnId turn) {
        return waiting.stream().anyMatch(w -> w.turn().equals(turn));
    }

    /** Whether the CLI has begun this prompt, or is done with it. */
    boolean hasBegun(String uuid) {
        return isCurrent(uuid) || over.contains(uuid);
    }

    /** The CLI reports on its prompts, so those it does not mention have not begun. */
    void track() {
        tracked = true;
    }

    void started(String uuid) {
        waiting.replaceAll(w -> w.uuid().equals(uuid) ? new Waiting(w.turn(), uuid, true) : w);
    }

    /** Makes the prompt that must be running the current turn. Empty if a turn is current already or none can be. */
    Optional<TurnId> begin() {
        if (current.isPresent()) {
            return Optional.empty();
        }
        Optional<Waiting> next = waiting.stream().filter(Waiting::started).findFirst()
                .or(() -> tracked ? Optional.empty() : waiting.stream().findFirst());
        next.ifPresent(w -> {
            waiting.remove(w);
            current = Optional.of(w.turn());
            currentUuid = w.uuid();
        });
        return next.map(Waiting::turn);
    }

    /** Makes a turn that no prompt of ours began the current one; its id comes from the line, so that a replay makes the same. */
    TurnId beginAlone(String uuid) {
        TurnId turn = new TurnId("claude-" + uuid);
        current = Optional.of(turn);
        currentUuid = "";
        return turn;
    }

    /** Ends the current turn. */
    void end() {
        over(currentUuid);
        current = Optional.empty();
        currentUuid = "";
    }

    boolean isCurrent(String uuid) {
        return !uuid.isEmpty() && currentUuid.equals(uuid);
    }

    /** Forgets a prompt that will not get a turn of its own. */
    Optional<TurnId> drop(String uuid) {
        Optional<Waiting> found = waiting.stream().filter(w -> w.uuid().equals(uuid)).findFirst();
        found.ifPresent(w -> {
            waiting.remove(w);
            over(uuid);
        });
        return found.map(Waiting::turn);
    }

    private void over(String uuid) {
        if (!uuid.isEmpty()) {
            over.addLast(uuid);
        }
        if (over.size() > MOST_OVER) {
            over.removeFirst();
        }
    }

    JsonObject save() {
        JsonArrayBuilder saved = Fields.JSON.createArrayBuilder();
        waiting.forEach(w -> saved.add(Fields.JSON.createObjectBuilder().add("turn", w.turn().value()).add("uuid", w.uuid())
                .add("started", w.started())));
        return Fields.JSON.createObjectBuilder().add("tracked", tracked).add("waiting", saved)
                .add("over", Fields.JSON.createArrayBuilder(over)).build();
    }

    void load(JsonObject saved) {
        tracked = Fields.isTrue(saved, "tracked");
        over.addAll(Fields.texts(saved, "over"));
        Fields.objects(saved, "waiting").forEach(w -> waiting.add(new Waiting(new TurnId(Fields.text(w, "turn", "?")),
                Fields.text(w, "uuid", ""), Fields.isTrue(w, "started"))));
    }
}
