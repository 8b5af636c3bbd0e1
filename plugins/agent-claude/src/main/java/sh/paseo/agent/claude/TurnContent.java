package sh.paseo.agent.claude;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sh.paseo.api.PermissionId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.PermissionRequest;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.agent.ToolDetail;

/** What the CLI says and does within a turn, as items of the timeline. */
final class TurnContent {
    private final ToolCalls calls = new ToolCalls();
    private final TodoList todos = new TodoList();
    private final StreamedBlock streamed = new StreamedBlock();
    private final SubAgents subAgents;
    private Optional<String> error = Optional.empty();
    private boolean compacted;

    TurnContent(SubAgents subAgents) {
        this.subAgents = subAgents;
    }

    TodoList todos() {
        return todos;
    }

    /** The usage that an event of the model's stream carries; empty for most. */
    static JsonObject usage(JsonObject event) {
        return switch (Fields.text(event, "type", "")) {
            case "message_start" -> Fields.object(Fields.object(event, "message"), "usage");
            case "message_delta" -> Fields.object(event, "usage");
            default -> JsonValue.EMPTY_JSON_OBJECT;
        };
    }

    List<TimelineItem> streamed(JsonObject event) {
        switch (Fields.text(event, "type", "")) {
            case "message_start" -> streamed.message(Fields.text(Fields.object(event, "message"), "id", ""));
            case "content_block_start" -> {
                streamed.block();
                JsonObject block = Fields.object(event, "content_block");
                if (Fields.text(block, "type", "").equals("tool_use")) {
                    return running(block);
                }
                return said(Fields.text(block, "text", ""), Fields.text(block, "thinking", ""));
            }
            case "content_block_delta" -> {
                JsonObject delta = Fields.object(event, "delta");
                return said(Fields.text(delta, "text", ""), Fields.text(delta, "thinking", ""));
            }
            default -> {
                return List.of();
            }
        }
        return List.of();
    }

    private List<TimelineItem> said(String text, String thinking) {
        streamed.told(text);
        streamed.told(thinking);
        List<TimelineItem> items = new ArrayList<>();
        if (!text.isEmpty()) {
            items.add(new TimelineItem.AssistantText(text));
        }
        if (!thinking.isEmpty()) {
            items.add(new TimelineItem.Reasoning(thinking));
        }
        return items;
    }

    /** A finished block of the model. An API failure comes as one too; its text is told by the turn's end. */
    List<TimelineItem> finished(ClaudeMessage.Assistant assistant) {
        if (assistant.error().isPresent()) {
            error = assistant.error();
            return List.of();
        }
        if (compacted && assistant.synthetic()) {
            // After it shortened the conversation the CLI repeats old messages that it keeps.
            return List.of();
        }
        List<TimelineItem> items = new ArrayList<>();
        for (JsonObject block : assistant.content()) {
            switch (Fields.text(block, "type", "")) {
                case "text" -> items.addAll(said(streamed.rest(assistant.messageId(), Fields.text(block, "text", "")), ""));
                case "thinking" -> items.addAll(said("", streamed.rest(assistant.messageId(), Fields.text(block, "thinking", ""))));
                case "tool_use" -> items.addAll(running(block));
                default -> {
                    // Tools that run at the model's own side; what they found is in the text.
                }
            }
        }
        return items;
    }

    private List<TimelineItem> running(JsonObject block) {
        String tool = Fields.text(block, "name", "tool");
        TimelineItem item = calls.running(Fields.text(block, "id", "?"), tool, Fields.object(block, "input"));
        return TodoList.writes(tool) ? List.of() : List.of(subAgents.track(item));
    }

    /** Results of tools. */
    List<TimelineItem> results(ClaudeMessage.UserTurn user) {
        List<TimelineItem> items = new ArrayList<>();
        for (JsonObject block : Fields.objects(user.content())) {
            String id = Fields.text(block, "tool_use_id", "");
            if (Fields.text(block, "type", "").equals("tool_result") && calls.isOpen(id)) {
                items.add(ended(id, ToolOutput.of(block, user.structured()), user.notExecuted(id)));
            }
        }
        return items;
    }

    private TimelineItem ended(String id, ToolOutput output, Optional<String> notExecuted) {
        String tool = calls.tool(id);
        JsonObject input = calls.input(id);
        TimelineItem item = subAgents.track(calls.ended(id, output, notExecuted.equals(Optional.of("user-rejected"))));
        return output.failed() ? item : todos.after(tool, input, output).orElse(item);
    }

    /** What a sub-agent says, as news of the call that made it. */
    List<TimelineItem> heard(String call, List<JsonObject> blocks) {
        List<TimelineItem> items = new ArrayList<>();
        for (JsonObject block : blocks) {
            String text = switch (Fields.text(block, "type", "")) {
                case "text" -> Fields.text(block, "text", "");
                case "tool_use" -> "[" + Fields.text(block, "name", "tool") + "]";
                default -> "";
            };
            subAgents.heard(call, text).ifPresent(items::add);
        }
        return items;
    }

    PermissionRequest question(ClaudeMessage.ToolPermission asked) {
        PermissionRequest.Kind kind = switch (asked.tool()) {
            case "AskUserQuestion" -> PermissionRequest.Kind.QUESTION;
            case "ExitPlanMode" -> PermissionRequest.Kind.PLAN;
            default -> PermissionRequest.Kind.TOOL;
        };
        // The request for a plan comes without the plan; it stands in the call that the model wrote.
        JsonObject written = asked.toolUseId().map(calls::input).orElse(JsonValue.EMPTY_JSON_OBJECT);
        JsonObject input = asked.input().isEmpty() ? written : asked.input();
        Optional<ToolDetail> detail = kind == PermissionRequest.Kind.QUESTION ? Optional.empty()
                : Optional.of(ToolDetails.of(asked.tool(), input, Optional.empty()));
        return new PermissionRequest(new PermissionId(asked.requestId()), kind, asked.tool(),
                Fields.text(asked.request(), "display_name"), Fields.text(asked.request(), "description"), input, detail,
                asked.suggestions());
    }

    TimelineItem compacted(ClaudeMessage.CompactBoundary boundary) {
        compacted = true;
        return new TimelineItem.Compaction(true, boundary.trigger(), boundary.tokensBefore());
    }

    static TimelineItem notice(ClaudeMessage.Retry retry) {
        String status = retry.status().isPresent() ? " " + retry.status().getAsLong() : "";
        return new TimelineItem.Notice(String.format(Locale.ROOT, "The model's API failed (%s%s); attempt %d of %d follows in %.1f s.",
                retry.error(), status, retry.attempt(), retry.most(), retry.delayMillis() / 1000.0));
    }

    /** How the turn ended, and forgets what was known of its failure. */
    AgentEvent.Outcome outcome(ClaudeMessage.Result result) {
        Optional<String> type = Fields.text(result.line(), "api_error_type");
        Optional<String> code = error.filter(word -> !word.equals("unknown")).or(() -> type).or(() -> error);
        error = Optional.empty();
        compacted = false;
        if (result.aborted()) {
            return new AgentEvent.Outcome.Interrupted("It was interrupted.");
        }
        if (!result.error()) {
            return new AgentEvent.Outcome.Completed();
        }
        String subtype = Fields.text(result.line(), "subtype", "error");
        String message = result.text().orElse(result.errors().isEmpty() ? "Claude Code failed (" + subtype + ")."
                : String.join("; ", result.errors()));
        if (message.contains("/login")) {
            message += ". In a terminal on the daemon's machine: run \"claude\" once and sign in there, or set ANTHROPIC_API_KEY.";
        }
        Optional<String> diagnostic = Fields.number(result.line(), "api_error_status").stream().mapToObj(s -> "API status " + s)
                .findFirst().or(() -> Optional.of(subtype));
        return new AgentEvent.Outcome.Failed(message, code, diagnostic);
    }

    List<TimelineItem> abandon() {
        return calls.abandon().stream().filter(item -> !(item instanceof TimelineItem.ToolCall call) || !TodoList.writes(call.name()))
                .map(subAgents::track).toList();
    }
}
