package sh.paseo.agent.claude;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.TimelineItem;

/** Events as lines of kinds, ids, lengths and hashes: enough to see a change, nothing of what was said. */
final class Summary {
    private Summary() {}

    static List<String> of(List<AgentEvent> events) {
        List<String> lines = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        String kind = "";
        for (AgentEvent event : events) {
            String next = event instanceof AgentEvent.Item item ? delta(item) : "";
            if (!next.equals(kind) && !kind.isEmpty()) {
                lines.add(kind + measure(text.toString()));
                text.setLength(0);
            }
            kind = next;
            if (kind.isEmpty()) {
                lines.add(line(event));
            } else {
                text.append(text(((AgentEvent.Item) event).item()));
            }
        }
        if (!kind.isEmpty()) {
            lines.add(kind + measure(text.toString()));
        }
        return lines;
    }

    private static String delta(AgentEvent.Item item) {
        return switch (item.item()) {
            case TimelineItem.AssistantText _ -> item.turn() + " AssistantText";
            case TimelineItem.Reasoning _ -> item.turn() + " Reasoning";
            case TimelineItem.UserMessage _, TimelineItem.ToolCall _ -> "";
            case TimelineItem.Todo _, TimelineItem.Notice _, TimelineItem.Compaction _ -> "";
        };
    }

    private static String text(TimelineItem item) {
        return item instanceof TimelineItem.AssistantText said ? said.delta() : ((TimelineItem.Reasoning) item).delta();
    }

    private static String line(AgentEvent event) {
        return switch (event) {
            case AgentEvent.SessionReady ready -> "SessionReady " + ready.model().orElse("-") + " " + ready.mode().orElse("-");
            case AgentEvent.TurnStarted started -> started.turn() + " TurnStarted";
            case AgentEvent.Item(var turn, var _, TimelineItem.ToolCall call) -> turn + " ToolCall " + call.id() + " " + call.name()
                    + " " + call.state() + " " + call.detail().getClass().getSimpleName() + measure(call.toString());
            case AgentEvent.Item item -> item.turn() + " " + item.item().getClass().getSimpleName() + measure(item.item().toString());
            case AgentEvent.PermissionAsked asked -> asked.turn() + " PermissionAsked " + asked.request().id() + " "
                    + asked.request().kind() + measure(asked.request().toString());
            case AgentEvent.PermissionWithdrawn withdrawn -> "PermissionWithdrawn " + withdrawn.permission();
            case AgentEvent.SettingChanged changed -> "SettingChanged " + changed.setting();
            case AgentEvent.SettingRefused refused -> "SettingRefused " + refused.setting() + measure(refused.reason());
            case AgentEvent.UsageReported reported -> "UsageReported " + reported.usage();
            case AgentEvent.TurnEnded ended -> ended.turn() + " TurnEnded " + ended.outcome().getClass().getSimpleName()
                    + (ended.outcome() instanceof AgentEvent.Outcome.Failed failed ? " " + failed.code().orElse("-") : "");
            case AgentEvent.SessionLost lost -> "SessionLost" + measure(lost.reason());
        };
    }

    private static String measure(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return " " + text.length() + " " + HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
