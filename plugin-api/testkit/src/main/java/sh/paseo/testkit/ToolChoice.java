package sh.paseo.testkit;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.util.Optional;

/** Puts a step into a call of one of the tools that Claude Code offers. */
final class ToolChoice {
    private ToolChoice() {}

    /** Empty for steps that call no tool, and for those whose tool the client does not offer. */
    static Optional<Step.Tool> of(Step step, ModelRequest request) {
        // The plan tool works although the client hides it behind a search for tools.
        return wanted(step, request)
                .filter(tool -> step instanceof Step.Tool || step instanceof Step.Plan || request.tools().contains(tool.name()));
    }

    private static Optional<Step.Tool> wanted(Step step, ModelRequest request) {
        return switch (step) {
            case Step.Tool tool -> Optional.of(tool);
            case Step.Shell shell -> tool("Bash", object().add("command", shell.command()).add("description", "Run scripted command"));
            case Step.Write write -> tool("Write", object().add("file_path", absolute(write.path(), request))
                    .add("content", write.content()));
            case Step.Edit edit -> tool("Edit", object().add("file_path", absolute(edit.path(), request))
                    .add("old_string", edit.before()).add("new_string", edit.after()));
            case Step.Read read -> tool("Read", object().add("file_path", absolute(read.path(), request)));
            case Step.Ask ask -> tool("AskUserQuestion", questions(ask));
            case Step.Plan plan -> tool("ExitPlanMode", object().add("plan", plan.text()));
            case Step.Todo todo -> tool("TodoWrite", todos(todo));
            case Step.Text _, Step.Think _, Step.Slow _, Step.Count _, Step.CountImages _, Step.Http _ -> Optional.empty();
        };
    }

    private static JsonObjectBuilder questions(Step.Ask ask) {
        JsonArrayBuilder options = Json.createArrayBuilder();
        ask.options().forEach(option -> options.add(object().add("label", option).add("description", option + " option")));
        return object().add("questions", Json.createArrayBuilder().add(object().add("question", ask.question()).add("header", "Choice")
                .add("options", options).add("multiSelect", false)));
    }

    private static JsonObjectBuilder todos(Step.Todo todo) {
        JsonArrayBuilder entries = Json.createArrayBuilder();
        todo.entries().forEach((text, status) -> entries.add(object().add("content", text).add("status", status)
                .add("activeForm", text)));
        return object().add("todos", entries);
    }

    private static String absolute(String path, ModelRequest request) {
        return Path.of(request.directory()).resolve(path).toString();
    }

    private static Optional<Step.Tool> tool(String name, JsonObjectBuilder input) {
        return Optional.of(new Step.Tool(name, input.build()));
    }

    private static JsonObjectBuilder object() {
        return Json.createObjectBuilder();
    }
}
