package sh.paseo.engine;

import java.util.ArrayList;
import java.util.List;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.engine.TimelineQuery.Direction;

/**
 * Reads timelines from the store, so that the daemon's memory does not grow with them.
 *
 * <p><b>Thread</b>: any virtual thread; calls wait for the store. <b>Limits</b>: {@link #MAX_BYTES} of items a page, forwards
 * {@link #MAX_BYTES_FORWARDS}.
 */
public final class TimelineReader {
    /** About how much one answer may hold; what lies beyond is fetched with the next request. */
    static final int MAX_BYTES = 8 * 1024 * 1024;

    /** The same forwards, which is how a client that did not keep up catches up: it asks on, and a busy daemon has more room so. */
    static final int MAX_BYTES_FORWARDS = 1024 * 1024;

    private static final int CHUNK = 100;

    private final Store store;
    private final int maxBytes;
    private final int maxBytesForwards;

    public TimelineReader(Store store) {
        this(store, MAX_BYTES, MAX_BYTES_FORWARDS);
    }

    TimelineReader(Store store, int maxBytes, int maxBytesForwards) {
        this.maxBytesForwards = maxBytesForwards;
        this.store = store;
        this.maxBytes = maxBytes;
    }

    public TimelinePage read(AgentState agent, TimelineQuery query) {
        String epoch = agent.identity().epoch();
        boolean stale = query.direction() != Direction.TAIL && !query.cursor().orElseThrow().epoch().equals(epoch);
        Direction direction = stale ? Direction.TAIL : query.direction();
        long last = agent.progress().lastSeq();
        int limit = query.limit() == 0 ? Integer.MAX_VALUE : query.limit();
        List<TimelineRow> rows = switch (direction) {
            case TAIL -> !query.projected() && query.limit() > 0 ? readable(agent, last, limit) : backwards(agent, last + 1, limit);
            case BEFORE -> backwards(agent, query.cursor().orElseThrow().seq(), limit);
            case AFTER -> forwards(agent, query.cursor().orElseThrow().seq(), limit);
        };
        boolean older = rows.isEmpty() ? direction == Direction.AFTER && query.cursor().orElseThrow().seq() >= 1 && last > 0
                : rows.getFirst().seq() > 1;
        boolean newer = switch (direction) {
            case TAIL -> false;
            case AFTER -> !rows.isEmpty() && rows.getLast().seq() < last;
            case BEFORE -> query.cursor().orElseThrow().seq() <= last;
        };
        List<TimelineEntry> entries = query.projected() ? Projection.projected(rows) : Projection.canonical(rows);
        return new TimelinePage(direction, epoch, stale, last, older, newer, entries);
    }

    /** What the agent said last: the newest run of its text, empty if it said nothing. */
    public String lastMessage(AgentState agent) {
        List<TimelineEntry> entries = Projection.merged(backwards(agent, agent.progress().lastSeq() + 1, CHUNK));
        for (TimelineEntry entry : entries.reversed()) {
            if (entry.item() instanceof TimelineItem.AssistantText(String text)) {
                return text;
            }
        }
        return "";
    }

    /** Rows from the end on that make {@code limit} entries when text is joined, not cutting the first of them. */
    private List<TimelineRow> readable(AgentState agent, long last, int limit) {
        List<TimelineRow> rows = List.of();
        for (int wanted = limit; true; wanted *= 2) {
            rows = backwards(agent, last + 1, wanted);
            List<TimelineEntry> entries = Projection.merged(rows);
            boolean all = rows.isEmpty() || rows.getFirst().seq() == 1 || rows.size() < wanted;
            if (entries.size() > limit) {
                long first = entries.get(entries.size() - limit).first();
                return rows.stream().filter(row -> row.seq() >= first).toList();
            }
            if (all) {
                return rows;
            }
        }
    }

    private List<TimelineRow> backwards(AgentState agent, long before, int limit) {
        List<TimelineRow> found = new ArrayList<>();
        long bytes = 0;
        long end = before;
        while (found.size() < limit && end > 1) {
            List<TimelineRow> chunk = store.rowsBefore(agent.id(), end, Math.min(CHUNK, limit - found.size())).join();
            if (chunk.isEmpty()) {
                break;
            }
            for (TimelineRow row : chunk.reversed()) {
                bytes += ItemSize.of(row.item());
                if (bytes > maxBytes && !found.isEmpty()) {
                    return found.reversed();
                }
                found.add(row);
            }
            end = chunk.getFirst().seq();
        }
        return found.reversed();
    }

    private List<TimelineRow> forwards(AgentState agent, long after, int limit) {
        List<TimelineRow> found = new ArrayList<>();
        long bytes = 0;
        long start = after;
        while (found.size() < limit && start < agent.progress().lastSeq()) {
            List<TimelineRow> chunk = store.rowsAfter(agent.id(), start, Math.min(CHUNK, limit - found.size())).join();
            if (chunk.isEmpty()) {
                break;
            }
            for (TimelineRow row : chunk) {
                bytes += ItemSize.of(row.item());
                if (bytes > maxBytesForwards && !found.isEmpty()) {
                    return found;
                }
                found.add(row);
            }
            start = chunk.getLast().seq();
        }
        return found;
    }
}
