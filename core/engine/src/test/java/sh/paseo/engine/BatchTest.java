package sh.paseo.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.agent.TimelineItem.AssistantText;
import sh.paseo.api.agent.TimelineItem.Reasoning;
import sh.paseo.api.agent.ToolDetail;
import sh.paseo.api.agent.ToolState;

class BatchTest {
    private final Batch batch = new Batch();

    private void add(TimelineItem item) {
        batch.add(List.of(new Output.Append(item, Optional.empty())), States.NOW, 0);
    }

    private List<TimelineItem> flush() {
        return batch.flush(States.idle()).commit().rows().stream().map(TimelineRow::item).toList();
    }

    private static TimelineItem tool(String id, ToolState state) {
        return new TimelineItem.ToolCall(id, "Bash", state,
                new ToolDetail.Shell("ls", Optional.empty(), Optional.empty(), OptionalInt.empty()),
                state == ToolState.FAILED ? Optional.of("bad") : Optional.empty());
    }

    @Test
    void neighbouringTextBecomesOneRow() {
        add(new AssistantText("a"));
        add(new AssistantText("b"));
        add(new Reasoning("c"));
        add(new Reasoning("d"));
        add(new AssistantText("e"));
        assertEquals(List.of(new AssistantText("ab"), new Reasoning("cd"), new AssistantText("e")), flush());
    }

    @Test
    void textWaitsForTheWindowAndNoLonger() {
        assertFalse(batch.due(0));
        add(new AssistantText("a"));
        assertFalse(batch.due(Batch.WINDOW.toNanos() - 1));
        assertTrue(batch.due(Batch.WINDOW.toNanos()));
    }

    @Test
    void emptyTextIsSwallowed() {
        add(new AssistantText(""));
        assertEquals(List.of(), flush());
    }

    @Test
    void aRunningToolCallIsReplacedInPlaceByItsNextState() {
        add(tool("1", ToolState.RUNNING));
        add(new AssistantText("a"));
        assertFalse(batch.due(0));
        add(tool("1", ToolState.COMPLETED));
        assertTrue(batch.due(0));
        assertEquals(List.of(tool("1", ToolState.COMPLETED), new AssistantText("a")), flush());
    }

    @Test
    void anAnnouncementKeepsItsPlaceBetweenRows() {
        add(new AssistantText("a"));
        batch.add(List.of(new Output.Announce(new Announcement.TurnStarted(States.NOW))), States.NOW, 0);
        add(new AssistantText("b"));
        Batch.Flushed flushed = batch.flush(States.idle());
        assertEquals(List.of("RowAdded", "TurnStarted", "RowAdded"),
                flushed.announcements().stream().map(a -> a.getClass().getSimpleName()).toList());
        assertEquals(List.of(1L, 2L), flushed.commit().rows().stream().map(TimelineRow::seq).toList());
        assertEquals(2, flushed.commit().state().progress().lastSeq());
    }

    @Test
    void onlyTheNewestOfNeighbouringStatesIsTold() {
        AgentState first = States.idle();
        AgentState second = first.with(first.activity().withError(Optional.of("x")));
        batch.add(
                List.of(new Output.Announce(new Announcement.StateChanged(first)),
                        new Output.Announce(new Announcement.StateChanged(second))),
                States.NOW, 0);
        assertEquals(List.of(new Announcement.StateChanged(second)), batch.flush(second).announcements());
    }

    @Test
    void aLongTextBecomesSeveralRows() {
        String piece = "x".repeat(40_000);
        add(new AssistantText(piece));
        add(new AssistantText(piece));
        assertEquals(2, flush().size());
    }

    @Test
    void flushingEmptiesTheBatch() {
        add(new TimelineItem.Notice("n"));
        flush();
        assertFalse(batch.due(Long.MAX_VALUE / 2));
        assertTrue(batch.due().isEmpty());
        assertEquals(List.of(), flush());
    }
}
