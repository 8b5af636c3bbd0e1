package sh.paseo.engine;

import jakarta.json.JsonObject;
import java.util.Objects;

/**
 * What a session's picture of its conversation was at the end of a turn; replay starts here.
 *
 * @param at       up to where the agent's output is in it
 * @param lastSend number of the newest line of ours that is in it
 * @param state    the session's own words
 */
public record Checkpoint(JournalPosition at, long lastSend, JsonObject state) {
    public Checkpoint {
        Objects.requireNonNull(at);
        Objects.requireNonNull(state);
    }
}
