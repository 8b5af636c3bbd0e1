package sh.paseo.engine;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.agent.ToolDetail;

/** About how many bytes an item takes in an answer: its texts, and something for what is around them. Makes no text to find out. */
final class ItemSize {
    private static final long AROUND = 100;

    private ItemSize() {}

    static long of(TimelineItem item) {
        return AROUND + switch (item) {
            case TimelineItem.UserMessage message -> message.text().length();
            case TimelineItem.AssistantText(String delta) -> delta.length();
            case TimelineItem.Reasoning(String delta) -> delta.length();
            case TimelineItem.ToolCall call -> call.name().length() + detail(call.detail());
            case TimelineItem.Todo(var entries) -> entries.stream().mapToLong(entry -> AROUND + entry.text().length()).sum();
            case TimelineItem.Notice(String message) -> message.length();
            case TimelineItem.Compaction ignored -> 0;
        };
    }

    private static long detail(ToolDetail detail) {
        return switch (detail) {
            case ToolDetail.Shell(String command, var directory, var output, var code) -> command.length() + sum(directory, output);
            case ToolDetail.ReadFile(String path, var content, var offset, var limit) -> path.length() + sum(content);
            case ToolDetail.WriteFile(String path, var content) -> path.length() + sum(content);
            case ToolDetail.EditFile(String path, var before, var after, var diff) -> path.length() + sum(before, after, diff);
            case ToolDetail.Search(String query, var tool, var content, var paths) -> query.length() + sum(content) + sum(paths);
            case ToolDetail.Fetch(String url, var prompt, var result, var status) -> url.length() + sum(prompt, result);
            case ToolDetail.SubAgent(var type, var description, var session, String log) -> sum(description) + log.length();
            case ToolDetail.Plan(String text) -> text.length();
            case ToolDetail.PlainText(var label, var text) -> sum(label, text);
            case ToolDetail.Other(JsonValue input, JsonValue output) -> json(input) + json(output);
        };
    }

    @SafeVarargs
    private static long sum(Optional<String>... texts) {
        long sum = 0;
        for (Optional<String> text : texts) {
            sum += text.map(String::length).orElse(0);
        }
        return sum;
    }

    private static long sum(List<String> texts) {
        return texts.stream().mapToLong(text -> text.length() + 3L).sum();
    }

    private static long json(JsonValue value) {
        return switch (value) {
            case JsonObject object ->
                object.entrySet().stream().mapToLong(member -> member.getKey().length() + 4L + json(member.getValue()))
                        .sum();
            case JsonArray array -> array.stream().mapToLong(element -> 1 + json(element)).sum();
            case JsonString text -> text.getChars().length() + 2L;
            default -> 8;
        };
    }
}
