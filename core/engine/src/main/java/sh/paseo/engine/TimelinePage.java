package sh.paseo.engine;

import java.util.List;
import java.util.Objects;

/**
 * A piece of a timeline.
 *
 * @param direction as served: a reset is always a tail
 * @param reset     whether the client must forget what it has, because its cursor is of another numbering
 * @param lastSeq   of the newest row there is, 0 if there is none
 */
public record TimelinePage(TimelineQuery.Direction direction, String epoch, boolean reset, long lastSeq, boolean hasOlder,
        boolean hasNewer, List<TimelineEntry> entries) {
    public TimelinePage {
        Objects.requireNonNull(direction);
        Objects.requireNonNull(epoch);
        entries = List.copyOf(entries);
    }
}
