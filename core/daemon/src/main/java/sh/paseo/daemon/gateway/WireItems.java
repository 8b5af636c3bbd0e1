package sh.paseo.daemon.gateway;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.agent.ToolDetail;
import sh.paseo.protocol.permissions.PermissionRequest;
import sh.paseo.protocol.permissions.PermissionResponse;
import sh.paseo.protocol.timeline.Detail;
import sh.paseo.protocol.timeline.Item;

/** From the inside language to the wire: items, details and questions. Pure. */
final class WireItems {
    private WireItems() {}

    static Item item(TimelineItem item) {
        return switch (item) {
            case TimelineItem.UserMessage(String text, Optional<String> messageId) -> new Item.UserMessage(text, messageId);
            case TimelineItem.AssistantText(String delta) -> new Item.AssistantMessage(delta);
            case TimelineItem.Reasoning(String delta) -> new Item.Reasoning(delta);
            case TimelineItem.ToolCall call -> new Item.ToolCall(call.id(), call.name(), detail(call.detail()), lower(call.state()),
                    call.error());
            case TimelineItem.Todo(var entries) -> new Item.Todo(
                    entries.stream().map(e -> new Item.Todo.Entry(e.text(), e.completed())).toList());
            case TimelineItem.Notice(String message) -> new Item.Problem(message);
            case TimelineItem.Compaction(boolean completed, var trigger, var tokens) -> new Item.Compaction(
                    completed ? "completed" : "loading", trigger, tokens);
        };
    }

    static Detail detail(ToolDetail detail) {
        return switch (detail) {
            case ToolDetail.Shell(var command, var directory, var output, var code) -> new Detail.Shell(command, directory, output, code);
            case ToolDetail.ReadFile(var path, var content, var offset, var limit) -> new Detail.Read(path, content, offset, limit);
            case ToolDetail.WriteFile(var path, var content) -> new Detail.Write(path, content);
            case ToolDetail.EditFile(var path, var before, var after, var diff) -> new Detail.Edit(path, before, after, diff);
            case ToolDetail.Search(var query, var tool, var content, var paths) -> new Detail.Search(query, tool, content,
                    paths.isEmpty() ? Optional.empty() : Optional.of(paths));
            case ToolDetail.Fetch(var url, var prompt, var result, var status) -> new Detail.Fetch(url, prompt, result, status);
            case ToolDetail.SubAgent(var kind, var description, var session, var log) -> new Detail.SubAgent(kind, description, session,
                    log, List.of());
            case ToolDetail.Plan(var text) -> new Detail.Plan(text);
            case ToolDetail.PlainText(var label, var text) -> new Detail.PlainText(label, text);
            case ToolDetail.Other(var input, var output) -> new Detail.Unknown(input, output);
        };
    }

    static PermissionRequest permission(String provider, sh.paseo.api.agent.PermissionRequest request) {
        return new PermissionRequest(request.id().value(), provider, request.name(), lower(request.kind()), request.title(),
                request.description(), request.input().isEmpty() ? Optional.empty() : Optional.of(request.input()),
                request.detail().map(WireItems::detail),
                request.suggestions().isEmpty() ? Optional.empty() : Optional.of(request.suggestions()));
    }

    static PermissionResponse.Resolution resolution(PermissionAnswer answer) {
        return switch (answer) {
            case PermissionAnswer.Allow(var input, var permissions) -> new PermissionResponse.Resolution("allow", Optional.empty(), input,
                    permissions.isEmpty() ? Optional.empty() : Optional.of(permissions), Optional.empty(), Optional.empty());
            case PermissionAnswer.Deny(var message, boolean interrupt) -> new PermissionResponse.Resolution("deny", Optional.empty(),
                    Optional.empty(), Optional.empty(), message, interrupt ? Optional.of(true) : Optional.empty());
        };
    }

    /** The user's answer in the inside language; empty if it is neither allow nor deny. */
    static Optional<PermissionAnswer> answer(PermissionResponse.Resolution resolution) {
        return switch (resolution.behavior()) {
            case "allow" ->
                Optional.of(new PermissionAnswer.Allow(resolution.updatedInput(), resolution.updatedPermissions().orElse(List.of())));
            case "deny" -> Optional.of(new PermissionAnswer.Deny(resolution.message(), resolution.interrupt().orElse(false)));
            default -> Optional.empty();
        };
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
