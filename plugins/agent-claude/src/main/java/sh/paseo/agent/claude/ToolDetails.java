package sh.paseo.agent.claude;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sh.paseo.api.agent.ToolDetail;

/** Reads what a tool of the CLI does. The input is empty while the model still writes it, the output until the tool has ended. */
final class ToolDetails {
    private static final Pattern EXIT_CODE = Pattern.compile("(?:Error: )?Exit code (\\d+)\\n?");

    private ToolDetails() {}

    static ToolDetail of(String tool, JsonObject input, Optional<ToolOutput> output) {
        return switch (tool) {
            case "Bash", "BashOutput", "KillShell", "Monitor" -> shell(input, output);
            case "Read" -> read(input, output);
            case "Write" -> new ToolDetail.WriteFile(path(input), Fields.text(input, "content").map(ToolOutput::clip));
            case "Edit", "MultiEdit", "NotebookEdit" -> edit(input, output);
            case "Grep", "Glob", "LS", "ToolSearch", "WebSearch" -> search(tool, input, output);
            case "WebFetch" -> fetch(input, output);
            case "Agent", "Task" -> new ToolDetail.SubAgent(Fields.text(input, "subagent_type"), Fields.text(input, "description"),
                    output.flatMap(o -> Fields.text(o.fields(), "agentId")), output.map(ToolDetails::log).orElse(""));
            case "ExitPlanMode" -> new ToolDetail.Plan(Fields.text(input, "plan", ""));
            default -> new ToolDetail.Other(input, output.map(ToolDetails::other).orElse(JsonValue.NULL));
        };
    }

    private static ToolDetail shell(JsonObject input, Optional<ToolOutput> output) {
        String command = Fields.text(input, "command").or(() -> Fields.text(input, "bash_id"))
                .or(() -> Fields.text(input, "description")).orElse("");
        Optional<String> text = output.map(ToolDetails::shellText).map(ToolOutput::clip);
        return new ToolDetail.Shell(command, Optional.empty(), text, output.map(ToolDetails::exitCode).orElse(OptionalInt.empty()));
    }

    private static String shellText(ToolOutput output) {
        Optional<String> stdout = Fields.text(output.fields(), "stdout");
        if (stdout.isEmpty()) {
            Matcher matcher = EXIT_CODE.matcher(output.text());
            return matcher.lookingAt() ? output.text().substring(matcher.end()) : output.text();
        }
        String stderr = Fields.text(output.fields(), "stderr", "");
        return stdout.get().isEmpty() || stderr.isEmpty() ? stdout.get() + stderr : stdout.get() + '\n' + stderr;
    }

    private static OptionalInt exitCode(ToolOutput output) {
        Matcher matcher = EXIT_CODE.matcher(output.text());
        if (output.failed()) {
            return matcher.lookingAt() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
        }
        boolean ended = Fields.text(output.fields(), "stdout").isPresent() && !Fields.isTrue(output.fields(), "interrupted")
                && Fields.text(output.fields(), "backgroundTaskId").isEmpty();
        return ended ? OptionalInt.of(0) : OptionalInt.empty();
    }

    private static ToolDetail read(JsonObject input, Optional<ToolOutput> output) {
        Optional<String> content = output.map(o -> Fields.text(Fields.object(o.fields(), "file"), "content").orElse(o.text()));
        return new ToolDetail.ReadFile(path(input), content.map(ToolOutput::clip), Fields.integer(input, "offset"),
                Fields.integer(input, "limit"));
    }

    private static ToolDetail edit(JsonObject input, Optional<ToolOutput> output) {
        String path = path(input);
        return new ToolDetail.EditFile(path, Fields.text(input, "old_string").map(ToolOutput::clip),
                Fields.text(input, "new_string").or(() -> Fields.text(input, "new_source")).map(ToolOutput::clip),
                output.flatMap(o -> UnifiedDiff.of(path, Fields.array(o.fields(), "structuredPatch"))));
    }

    private static ToolDetail search(String tool, JsonObject input, Optional<ToolOutput> output) {
        String kind = switch (tool) {
            case "Grep" -> "grep";
            case "Glob", "LS" -> "glob";
            case "WebSearch" -> "web_search";
            default -> "search";
        };
        String query = Fields.text(input, "pattern").or(() -> Fields.text(input, "query")).or(() -> Fields.text(input, "path"))
                .orElse("");
        List<String> paths = output.map(o -> Fields.texts(o.fields(), "filenames")).orElse(List.of());
        return new ToolDetail.Search(query, Optional.of(kind), output.map(o -> ToolOutput.clip(o.text())), paths);
    }

    private static ToolDetail fetch(JsonObject input, Optional<ToolOutput> output) {
        return new ToolDetail.Fetch(Fields.text(input, "url", ""), Fields.text(input, "prompt"),
                output.map(o -> ToolOutput.clip(o.text())),
                output.map(o -> Fields.integer(o.fields(), "code")).orElse(OptionalInt.empty()));
    }

    /** The CLI's note for the model about a sub-agent in the background is of no use to people. */
    private static String log(ToolOutput output) {
        return Fields.isTrue(output.fields(), "isAsync") ? "" : ToolOutput.clip(output.text());
    }

    private static JsonValue other(ToolOutput output) {
        boolean small = output.structured() != JsonValue.NULL && output.structured().toString().length() <= ToolOutput.MOST_TEXT;
        return small ? output.structured() : Fields.JSON.createValue(ToolOutput.clip(output.text()));
    }

    private static String path(JsonObject input) {
        return Fields.text(input, "file_path").or(() -> Fields.text(input, "notebook_path")).or(() -> Fields.text(input, "path"))
                .orElse("");
    }
}
