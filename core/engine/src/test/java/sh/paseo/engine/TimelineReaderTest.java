package sh.paseo.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.agent.TimelineItem.AssistantText;
import sh.paseo.api.agent.TimelineItem.Notice;
import sh.paseo.api.agent.ToolDetail;
import sh.paseo.api.agent.ToolState;
import sh.paseo.engine.TimelineQuery.Cursor;
import sh.paseo.engine.TimelineQuery.Direction;

class TimelineReaderTest {
    private final MemoryStore store = new MemoryStore();
    private AgentState agent = States.idle();

    private void fill(List<TimelineItem> items) {
        List<TimelineRow> rows = new ArrayList<>();
        for (TimelineItem item : items) {
            rows.add(new TimelineRow(rows.size() + 1, States.NOW, Optional.empty(), item));
        }
        agent = agent.with(agent.progress().withSeq(rows.size()));
        store.commit(new Commit(agent, rows, List.of(), List.of(), List.of(), Optional.empty())).join();
    }

    private void notices(int count) {
        List<TimelineItem> items = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            items.add(new Notice("n" + i));
        }
        fill(items);
    }

    private TimelinePage read(Direction direction, Optional<Cursor> cursor, int limit, boolean projected) {
        return new TimelineReader(store).read(agent, TimelineQuery.of(Optional.of(direction), cursor, OptionalInt.of(limit), projected));
    }

    private static List<Long> firsts(TimelinePage page) {
        return page.entries().stream().map(TimelineEntry::first).toList();
    }

    @Test
    void anEmptyTimelineHasNothingOlderOrNewer() {
        TimelinePage page = read(Direction.TAIL, Optional.empty(), 0, true);
        assertEquals(List.of(), page.entries());
        assertFalse(page.hasOlder() || page.hasNewer());
    }

    @Test
    void theTailAndWhatLiesBeforeAndAfterFitTogether() {
        notices(10);
        TimelinePage tail = read(Direction.TAIL, Optional.empty(), 3, true);
        assertEquals(List.of(8L, 9L, 10L), firsts(tail));
        assertTrue(tail.hasOlder());
        assertFalse(tail.hasNewer());
        TimelinePage before = read(Direction.BEFORE, Optional.of(new Cursor("epoch", 8)), 3, true);
        assertEquals(List.of(5L, 6L, 7L), firsts(before));
        assertTrue(before.hasOlder() && before.hasNewer());
        TimelinePage after = read(Direction.AFTER, Optional.of(new Cursor("epoch", 5)), 3, true);
        assertEquals(List.of(6L, 7L, 8L), firsts(after));
        assertTrue(after.hasNewer());
        TimelinePage end = read(Direction.AFTER, Optional.of(new Cursor("epoch", 10)), 0, true);
        assertEquals(List.of(), firsts(end));
        assertTrue(end.hasOlder());
        assertFalse(end.hasNewer());
    }

    @Test
    void aCursorOfAnotherNumberingResets() {
        notices(3);
        TimelinePage page = read(Direction.AFTER, Optional.of(new Cursor("other", 2)), 0, true);
        assertTrue(page.reset());
        assertEquals(Direction.TAIL, page.direction());
        assertEquals(List.of(1L, 2L, 3L), firsts(page));
    }

    @Test
    void anAnswerIsBoundedInBytesAndSaysThatThereIsMore() {
        notices(1_000);
        TimelinePage tail = new TimelineReader(store, 5_000, 5_000).read(agent,
                TimelineQuery.of(Optional.empty(), Optional.empty(), OptionalInt.of(0), true));
        assertTrue(tail.hasOlder());
        assertTrue(tail.entries().size() < 60, "entries: " + tail.entries().size());
        assertEquals(1_000, tail.entries().getLast().last());
        TimelinePage after = new TimelineReader(store, 5_000, 5_000).read(agent,
                TimelineQuery.of(Optional.empty(), Optional.of(new Cursor("epoch", 0)), OptionalInt.of(0), true));
        assertTrue(after.hasNewer());
        assertEquals(1, after.entries().getFirst().first());
    }

    @Test
    void toolCallsAndTextAreJoinedForPeople() {
        TimelineItem running = new TimelineItem.ToolCall("c", "Read", ToolState.RUNNING,
                new ToolDetail.ReadFile("f", Optional.empty(), OptionalInt.empty(), OptionalInt.empty()), Optional.empty());
        TimelineItem done = new TimelineItem.ToolCall("c", "Read", ToolState.COMPLETED,
                new ToolDetail.Other(jakarta.json.JsonValue.NULL, jakarta.json.JsonValue.NULL), Optional.empty());
        fill(List.of(new AssistantText("a"), new AssistantText("b"), running, new AssistantText("c"), done, new AssistantText("d")));
        TimelinePage page = read(Direction.TAIL, Optional.empty(), 0, true);
        assertEquals(4, page.entries().size());
        TimelineEntry text = page.entries().get(0);
        assertEquals(new AssistantText("ab"), text.item());
        assertEquals(Set.of(TimelineEntry.Collapse.ASSISTANT_MERGE), text.collapsed());
        TimelineEntry tool = page.entries().get(1);
        TimelineItem.ToolCall call = (TimelineItem.ToolCall) tool.item();
        assertEquals(ToolState.COMPLETED, call.state());
        assertTrue(call.detail() instanceof ToolDetail.ReadFile, "a known kind is not replaced by an unknown one");
        assertEquals(List.of(new TimelineEntry.Range(3, 3), new TimelineEntry.Range(5, 5)), tool.ranges());
        assertEquals(6, read(Direction.TAIL, Optional.empty(), 0, false).entries().size());
    }

    @Test
    void theLimitOfACanonicalTailCountsWhatPeopleRead() {
        List<TimelineItem> items = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            items.add(new AssistantText("x"));
        }
        items.add(new Notice("n"));
        items.add(new AssistantText("y"));
        fill(items);
        assertEquals(2, read(Direction.TAIL, Optional.empty(), 2, false).entries().size());
        assertEquals(302, read(Direction.TAIL, Optional.empty(), 3, false).entries().size());
    }

    @Test
    void theLastMessageIsTheNewestRunOfText() {
        fill(List.of(new AssistantText("old"), new Notice("n"), new AssistantText("new "), new AssistantText("text"), new Notice("m")));
        assertEquals("new text", new TimelineReader(store).lastMessage(agent));
    }
}
