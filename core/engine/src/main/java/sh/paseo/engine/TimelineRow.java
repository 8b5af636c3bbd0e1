package sh.paseo.engine;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import sh.paseo.api.SourceKey;
import sh.paseo.api.agent.TimelineItem;

/**
 * A committed row of a timeline. {@code seq} starts at 1 and has no gaps.
 *
 * @param key names the item at its source, if it did not come with a line of the journal
 */
public record TimelineRow(long seq, Instant at, Optional<SourceKey> key, TimelineItem item) {
    public TimelineRow {
        Objects.requireNonNull(at);
        Objects.requireNonNull(key);
        Objects.requireNonNull(item);
        if (seq < 1) {
            throw new IllegalArgumentException("seq " + seq);
        }
    }
}
