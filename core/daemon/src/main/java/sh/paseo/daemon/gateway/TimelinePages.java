package sh.paseo.daemon.gateway;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sh.paseo.engine.EngineException;
import sh.paseo.engine.TimelineEntry;
import sh.paseo.engine.TimelinePage;
import sh.paseo.engine.TimelineQuery;
import sh.paseo.protocol.agents.AgentSnapshot;
import sh.paseo.protocol.timeline.Cursor;
import sh.paseo.protocol.timeline.TimelinePayload;
import sh.paseo.protocol.timeline.TimelineRequest;

/** Pieces of timelines on the wire. Pure. <b>Source</b>: wire specification 04, section 6. */
final class TimelinePages {
    private TimelinePages() {}

    static TimelineQuery query(TimelineRequest.Fetch fetch) {
        Optional<TimelineQuery.Direction> direction = fetch.direction().map(text -> switch (text) {
            case "tail" -> TimelineQuery.Direction.TAIL;
            case "after" -> TimelineQuery.Direction.AFTER;
            case "before" -> TimelineQuery.Direction.BEFORE;
            default -> throw new EngineException(EngineException.Code.INVALID,
                    "direction \"" + text + "\" is not one of tail, after, before");
        });
        return TimelineQuery.of(direction, fetch.cursor().map(c -> new TimelineQuery.Cursor(c.epoch(), c.seq())), fetch.limit(),
                !fetch.projection().filter("canonical"::equals).isPresent());
    }

    static TimelinePayload.Page page(String id, TimelineRequest.Fetch fetch, AgentSnapshot agent, TimelinePage page,
            boolean namesReasoning) {
        List<TimelinePayload.Entry> entries = page.entries().stream().map(entry -> entry(agent.provider(), entry, namesReasoning)).toList();
        Optional<Cursor> start = page.entries().stream().map(TimelineEntry::first).min(Comparator.naturalOrder())
                .map(seq -> new Cursor(page.epoch(), seq));
        Optional<Cursor> end = page.entries().stream().map(TimelineEntry::last).max(Comparator.naturalOrder())
                .map(seq -> new Cursor(page.epoch(), seq));
        TimelinePayload.Window window = new TimelinePayload.Window(page.lastSeq() == 0 ? 0 : 1, page.lastSeq(), page.lastSeq() + 1);
        return new TimelinePayload.Page(id, agent.id(), Optional.of(agent), WireItems.lower(page.direction()), projection(fetch),
                page.epoch(), page.reset(), page.reset(), false, window, start, end, page.hasOlder(), page.hasNewer(), entries,
                Optional.empty());
    }

    static TimelinePayload.Page failed(String id, TimelineRequest.Fetch fetch, String error) {
        return new TimelinePayload.Page(id, fetch.agentId(), Optional.empty(), fetch.direction().orElse("tail"), projection(fetch), "",
                false,
                false, false, new TimelinePayload.Window(0, 0, 0), Optional.empty(), Optional.empty(), false, false, List.of(),
                Optional.of(error));
    }

    private static String projection(TimelineRequest.Fetch fetch) {
        return fetch.projection().filter("canonical"::equals).orElse("projected");
    }

    private static TimelinePayload.Entry entry(String provider, TimelineEntry entry, boolean namesReasoning) {
        List<String> collapsed = entry.collapsed().stream().sorted()
                .filter(why -> namesReasoning || why != TimelineEntry.Collapse.REASONING_MERGE)
                .map(why -> why.name().toLowerCase(Locale.ROOT))
                .toList();
        return new TimelinePayload.Entry(provider, WireItems.item(entry.item()), Snapshots.time(entry.at()), entry.first(), entry.last(),
                entry.ranges().stream().map(r -> new TimelinePayload.Range(r.first(), r.last())).toList(), collapsed);
    }
}
