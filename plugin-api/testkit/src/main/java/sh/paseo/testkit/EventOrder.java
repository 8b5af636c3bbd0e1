package sh.paseo.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sh.paseo.api.PermissionId;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.agent.ToolState;

/** Checks the order of events that stands at {@link AgentEvent}. */
public final class EventOrder {
    private final List<String> wrong = new ArrayList<>();
    private final Set<TurnId> begun = new HashSet<>();
    private final Set<TurnId> ended = new HashSet<>();
    private final Map<TurnId, Map<String, ToolState>> calls = new HashMap<>();
    private final Set<PermissionId> asked = new HashSet<>();
    private boolean ready;
    private boolean lost;

    private EventOrder() {}

    /** What is wrong with the events; empty if nothing is. */
    public static List<String> violations(List<AgentEvent> events) {
        EventOrder order = new EventOrder();
        events.forEach(order::check);
        return order.wrong;
    }

    private void check(AgentEvent event) {
        rule(!lost, event, "comes after SessionLost");
        rule(ready || event instanceof AgentEvent.SessionReady || event instanceof AgentEvent.SessionLost, event,
                "comes before SessionReady");
        switch (event) {
            case AgentEvent.SessionReady _ -> {
                rule(!ready, event, "comes a second time");
                ready = true;
            }
            case AgentEvent.TurnStarted started -> rule(begun.add(started.turn()) && !ended.contains(started.turn()), event,
                    "begins a turn a second time");
            case AgentEvent.Item item -> {
                within(item.turn(), event);
                if (item.item() instanceof TimelineItem.ToolCall call) {
                    calls.computeIfAbsent(item.turn(), turn -> new HashMap<>()).put(call.id(), call.state());
                }
            }
            case AgentEvent.PermissionAsked question -> {
                within(question.turn(), event);
                rule(asked.add(question.request().id()), event, "asks with an id that was used");
            }
            case AgentEvent.PermissionWithdrawn withdrawn -> rule(asked.contains(withdrawn.permission()), event,
                    "withdraws what was never asked");
            case AgentEvent.TurnEnded end -> {
                rule(ended.add(end.turn()), event, "ends a turn a second time");
                calls.getOrDefault(end.turn(), Map.of()).forEach((id, state) -> rule(state != ToolState.RUNNING, event,
                        "leaves tool call " + id + " running"));
            }
            case AgentEvent.SessionLost _ -> lost = true;
            case AgentEvent.SettingChanged _, AgentEvent.SettingRefused _, AgentEvent.UsageReported _ -> {
                // They may come at any time while the session lives.
            }
        }
    }

    private void within(TurnId turn, AgentEvent event) {
        begun.add(turn);
        rule(!ended.contains(turn), event, "comes after the end of its turn");
    }

    private void rule(boolean holds, AgentEvent event, String otherwise) {
        if (!holds) {
            wrong.add(Optional.of(event.toString()).map(text -> text.substring(0, Math.min(200, text.length()))).get() + " " + otherwise);
        }
    }
}
