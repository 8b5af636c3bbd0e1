package sh.paseo.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.agent.ToolDetail;
import sh.paseo.api.agent.ToolState;
import sh.paseo.engine.TimelineEntry.Collapse;
import sh.paseo.engine.TimelineEntry.Range;

/** Turns rows into what people read: one entry for a tool call, one for neighbouring pieces of text. Pure. */
final class Projection {
    private Projection() {}

    /** One entry a row. */
    static List<TimelineEntry> canonical(List<TimelineRow> rows) {
        return rows.stream().map(TimelineEntry::of).toList();
    }

    /** Tool calls joined where they began, then text joined with its neighbours. */
    static List<TimelineEntry> projected(List<TimelineRow> rows) {
        return mergeText(joinTools(rows));
    }

    /** Text joined with its neighbours, tool calls as they came. */
    static List<TimelineEntry> merged(List<TimelineRow> rows) {
        return mergeText(canonical(rows));
    }

    private static List<TimelineEntry> joinTools(List<TimelineRow> rows) {
        List<TimelineEntry> entries = new ArrayList<>(rows.size());
        Map<String, Integer> places = new HashMap<>();
        for (TimelineRow row : rows) {
            TimelineEntry entry = TimelineEntry.of(row);
            if (row.item() instanceof TimelineItem.ToolCall call) {
                Integer place = places.putIfAbsent(call.id(), entries.size());
                if (place != null) {
                    entries.set(place, joinTool(entries.get(place), entry, call));
                    continue;
                }
            }
            entries.add(entry);
        }
        return entries;
    }

    private static TimelineEntry joinTool(TimelineEntry first, TimelineEntry later, TimelineItem.ToolCall call) {
        TimelineItem.ToolCall before = (TimelineItem.ToolCall) first.item();
        ToolDetail detail = call.detail() instanceof ToolDetail.Other && !(before.detail() instanceof ToolDetail.Other)
                ? before.detail()
                : call.detail();
        Optional<String> error = call.state() == ToolState.FAILED ? call.error() : Optional.empty();
        TimelineItem joined = new TimelineItem.ToolCall(call.id(), call.name(), call.state(), detail, error);
        return new TimelineEntry(joined, first.at(), union(first.ranges(), later.ranges()), Set.of(Collapse.TOOL_LIFECYCLE));
    }

    private static List<Range> union(List<Range> first, List<Range> second) {
        List<Range> all = new ArrayList<>(first);
        all.addAll(second);
        all.sort(Comparator.comparingLong(Range::first));
        List<Range> joined = new ArrayList<>();
        for (Range range : all) {
            if (!joined.isEmpty() && joined.getLast().last() + 1 >= range.first()) {
                joined.set(joined.size() - 1, new Range(joined.getLast().first(), Math.max(joined.getLast().last(), range.last())));
            } else {
                joined.add(range);
            }
        }
        return joined;
    }

    private static List<TimelineEntry> mergeText(List<TimelineEntry> entries) {
        List<TimelineEntry> merged = new ArrayList<>(entries.size());
        StringBuilder text = new StringBuilder();
        int from = 0;
        while (from < entries.size()) {
            int to = from + 1;
            while (to < entries.size() && continues(entries.get(to - 1), entries.get(to))) {
                to++;
            }
            merged.add(to - from == 1 ? entries.get(from) : join(entries.subList(from, to), text));
            from = to;
        }
        return merged;
    }

    private static boolean continues(TimelineEntry before, TimelineEntry after) {
        boolean sameKind = before.item() instanceof TimelineItem.AssistantText && after.item() instanceof TimelineItem.AssistantText
                || before.item() instanceof TimelineItem.Reasoning && after.item() instanceof TimelineItem.Reasoning;
        return sameKind && before.last() + 1 == after.first();
    }

    private static TimelineEntry join(List<TimelineEntry> run, StringBuilder text) {
        text.setLength(0);
        Set<Collapse> collapsed = EnumSet.noneOf(Collapse.class);
        for (TimelineEntry entry : run) {
            text.append(text(entry.item()));
            collapsed.addAll(entry.collapsed());
        }
        List<Range> ranges = List.of(new Range(run.getFirst().first(), run.getLast().last()));
        boolean assistant = run.getFirst().item() instanceof TimelineItem.AssistantText;
        collapsed.add(assistant ? Collapse.ASSISTANT_MERGE : Collapse.REASONING_MERGE);
        TimelineItem item = assistant ? new TimelineItem.AssistantText(text.toString()) : new TimelineItem.Reasoning(text.toString());
        return new TimelineEntry(item, run.getFirst().at(), ranges, collapsed);
    }

    private static String text(TimelineItem item) {
        return switch (item) {
            case TimelineItem.AssistantText(String delta) -> delta;
            case TimelineItem.Reasoning(String delta) -> delta;
            case TimelineItem.UserMessage ignored -> "";
            case TimelineItem.ToolCall ignored -> "";
            case TimelineItem.Todo ignored -> "";
            case TimelineItem.Notice ignored -> "";
            case TimelineItem.Compaction ignored -> "";
        };
    }
}
