package sh.paseo.engine;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import sh.paseo.api.agent.TimelineItem;

/**
 * One or several rows as clients read them.
 *
 * @param at        when its first row was made
 * @param ranges    the rows it stands for, ascending
 * @param collapsed why it stands for several; empty for a single row
 */
public record TimelineEntry(TimelineItem item, Instant at, List<Range> ranges, Set<Collapse> collapsed) {
    /** Rows from {@code first} to {@code last}. */
    public record Range(long first, long last) {}

    /** Why rows became one entry. */
    public enum Collapse {
        TOOL_LIFECYCLE,
        ASSISTANT_MERGE,
        REASONING_MERGE
    }

    public TimelineEntry {
        Objects.requireNonNull(item);
        Objects.requireNonNull(at);
        ranges = List.copyOf(ranges);
        collapsed = Set.copyOf(collapsed);
    }

    static TimelineEntry of(TimelineRow row) {
        return new TimelineEntry(row.item(), row.at(), List.of(new Range(row.seq(), row.seq())), Set.of());
    }

    public long first() {
        return ranges.getFirst().first();
    }

    public long last() {
        return ranges.getLast().last();
    }
}
