package sh.paseo.agent.claude;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.paseo.api.TurnId;

/** Questions that wait for an answer: ours to the CLI, the CLI's to the user, and those nobody but us can answer. */
final class Requests {
    /** A question of the CLI to the user; answered ones are kept to the end of the turn, because answers may be repeated. */
    private record Asked(JsonObject input, boolean answered) {}

    /** A request of ours, and the turn it was made for. */
    record Ours(JsonObject request, Optional<TurnId> turn) {}

    /** Something to be sent because of a line, once that line is not a replay. */
    sealed interface FollowUp {
        record Refuse(String requestId, String subtype) implements FollowUp {}

        record Interrupt(TurnId turn) implements FollowUp {}
    }

    private final Map<String, Ours> ours = new LinkedHashMap<>();
    private final Map<String, Asked> asked = new LinkedHashMap<>();
    private final List<FollowUp> followUps = new ArrayList<>();

    void sent(String id, JsonObject request, Optional<TurnId> turn) {
        ours.put(id, new Ours(request, turn));
        if (Fields.text(request, "subtype", "").equals("interrupt")) {
            followUps.removeIf(f -> f instanceof FollowUp.Interrupt interrupt && Optional.of(interrupt.turn()).equals(turn));
        }
    }

    Optional<Ours> answered(String id) {
        return Optional.ofNullable(ours.remove(id));
    }

    /** Whether a request of ours for this permission mode has not been answered. */
    boolean isModeAsked(String mode) {
        return ours.values().stream().map(Ours::request).anyMatch(request -> Fields.text(request, "subtype", "")
                .equals("set_permission_mode") && Fields.text(request, "mode", "").equals(mode));
    }

    void asked(String id, JsonObject input) {
        asked.put(id, new Asked(input, false));
    }

    void unexpected(String id, String subtype) {
        followUps.add(new FollowUp.Refuse(id, subtype));
    }

    void interruptLater(TurnId turn) {
        followUps.add(new FollowUp.Interrupt(turn));
    }

    /** We have sent an answer. */
    void replied(String id) {
        asked.computeIfPresent(id, (key, known) -> new Asked(known.input(), true));
        followUps.removeIf(f -> f instanceof FollowUp.Refuse refuse && refuse.requestId().equals(id));
    }

    /** What was asked; empty if it is over or unknown. */
    Optional<JsonObject> input(String id) {
        return Optional.ofNullable(asked.get(id)).map(Asked::input);
    }

    /** Whether the user still had to answer. */
    boolean withdrawn(String id) {
        Asked known = asked.remove(id);
        return known != null && !known.answered();
    }

    /** The turn is over: what the user has not answered is withdrawn. */
    List<String> withdrawAll() {
        List<String> open = asked.entrySet().stream().filter(entry -> !entry.getValue().answered()).map(Map.Entry::getKey).toList();
        asked.clear();
        return open;
    }

    List<FollowUp> takeFollowUps() {
        List<FollowUp> taken = List.copyOf(followUps);
        followUps.clear();
        return taken;
    }

    JsonArrayBuilder save() {
        JsonArrayBuilder saved = Fields.JSON.createArrayBuilder();
        ours.forEach((id, one) -> saved.add(Fields.JSON.createObjectBuilder().add("id", id).add("request", one.request())
                .add("turn", one.turn().map(TurnId::value).orElse(""))));
        return saved;
    }

    void load(List<JsonObject> saved) {
        saved.forEach(one -> ours.put(Fields.text(one, "id", ""), new Ours(Fields.object(one, "request"),
                Fields.text(one, "turn").filter(turn -> !turn.isEmpty()).map(TurnId::new))));
    }
}
