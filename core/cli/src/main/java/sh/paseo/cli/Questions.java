package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The questions of an agent to the person at the terminal; the first one is on the screen.
 *
 * <p><b>Thread:</b> one.
 */
final class Questions {
    private final Deque<PermissionPrompt> open = new ArrayDeque<>();
    /** Answered by the user, but the daemon has not said yet that it took the answer. */
    private final Map<String, PermissionPrompt> answered = new HashMap<>();
    /** Known when the daemon was asked how things stand. */
    private final Set<String> doubtful = new HashSet<>();
    /** Resolved; an answer of the daemon that was on its way may still name them. */
    private final Set<String> over = new HashSet<>();

    /** The one on the screen. */
    Optional<PermissionPrompt> first() {
        return Optional.ofNullable(open.peekFirst());
    }

    /** Whether the user or the daemon is still to say something. */
    boolean pending() {
        return !open.isEmpty() || !answered.isEmpty();
    }

    boolean undelivered() {
        return !answered.isEmpty();
    }

    /** A question, perhaps one that is known or over. True if it has to be shown now. */
    boolean ask(JsonObject request) {
        var prompt = new PermissionPrompt(request);
        boolean known = over.contains(prompt.id()) || answered.containsKey(prompt.id())
                || open.stream().anyMatch(one -> one.id().equals(prompt.id()));
        if (known) {
            return false;
        }
        open.addLast(prompt);
        return open.size() == 1;
    }

    /** The user has answered the first one. */
    PermissionPrompt answer() {
        PermissionPrompt prompt = open.removeFirst();
        answered.put(prompt.id(), prompt);
        return prompt;
    }

    /** The daemon did not take the answer: it is the first one again. False if it does not matter any more. */
    boolean refused(String id) {
        PermissionPrompt prompt = answered.remove(id);
        if (prompt != null) {
            open.addFirst(prompt);
        }
        return prompt != null;
    }

    /** Whether this was a question here, and whether it was the one on the screen. */
    record Resolved(boolean known, boolean shown) {}

    Resolved resolved(String id) {
        over.add(id);
        boolean shown = first().filter(prompt -> prompt.id().equals(id)).isPresent();
        boolean ours = answered.remove(id) != null;
        return new Resolved(open.removeIf(prompt -> prompt.id().equals(id)) || ours, shown);
    }

    /** The daemon is asked which questions there are, after some may have been missed. */
    void doubt() {
        doubtful.clear();
        open.forEach(prompt -> doubtful.add(prompt.id()));
        doubtful.addAll(answered.keySet());
    }

    /** Those that were resolved while nobody could say so, now that the daemon has said which there are. */
    List<String> missing(List<JsonObject> there) {
        Set<String> ids = new HashSet<>();
        there.forEach(request -> ids.add(new PermissionPrompt(request).id()));
        return doubtful.stream().filter(id -> !ids.contains(id)).toList();
    }
}
