package sh.paseo.testkit;

import jakarta.json.JsonObject;
import java.util.Optional;

/**
 * How things stood when a session had dealt with an entry of the journal.
 *
 * @param events     how many there were by then
 * @param checkpoint what replay may start from, if a turn ended with the entry
 */
public record Moment(JournalEntry entry, int events, Optional<JsonObject> checkpoint) {}
