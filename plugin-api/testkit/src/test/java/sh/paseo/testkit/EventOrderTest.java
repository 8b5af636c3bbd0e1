package sh.paseo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sh.paseo.api.PermissionId;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.agent.ToolDetail;
import sh.paseo.api.agent.ToolState;

class EventOrderTest {
    private static final TurnId TURN = new TurnId("t");
    private static final AgentEvent READY = new AgentEvent.SessionReady(Optional.empty(), Optional.empty(), Optional.empty());
    private static final AgentEvent STARTED = new AgentEvent.TurnStarted(TURN);
    private static final AgentEvent TEXT = AgentEvent.Item.of(TURN, new TimelineItem.AssistantText("x"));
    private static final AgentEvent ENDED = new AgentEvent.TurnEnded(TURN, new AgentEvent.Outcome.Completed());
    private static final AgentEvent LOST = new AgentEvent.SessionLost("gone");
    private static final AgentEvent RUNNING = AgentEvent.Item.of(TURN, new TimelineItem.ToolCall("c", "tool", ToolState.RUNNING,
            new ToolDetail.Other(JsonValue.NULL, JsonValue.NULL), Optional.empty()));

    private static void wrong(String how, AgentEvent... events) {
        List<String> violations = EventOrder.violations(List.of(events));
        assertEquals(1, violations.size(), violations.toString());
        assertTrue(violations.getFirst().endsWith(how), violations.getFirst());
    }

    @Test
    void aTurnInOrderIsRight() {
        assertEquals(List.of(), EventOrder.violations(List.of(READY, STARTED, TEXT, ENDED, LOST)));
        assertEquals(List.of(), EventOrder.violations(List.of(READY, TEXT, ENDED)));
        assertEquals(List.of(), EventOrder.violations(List.of(LOST)));
    }

    @Test
    void whatIsOutOfOrderIsNamed() {
        wrong("comes before SessionReady", STARTED, READY);
        wrong("comes a second time", READY, READY);
        wrong("begins a turn a second time", READY, STARTED, STARTED);
        wrong("comes after the end of its turn", READY, ENDED, TEXT);
        wrong("ends a turn a second time", READY, STARTED, ENDED, ENDED);
        wrong("comes after SessionLost", READY, LOST, TEXT);
        wrong("leaves tool call c running", READY, RUNNING, ENDED);
        wrong("withdraws what was never asked", READY, new AgentEvent.PermissionWithdrawn(new PermissionId("p")));
    }
}
