package sh.paseo.api.agent;

import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbSubtype;
import jakarta.json.bind.annotation.JsonbTypeInfo;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a tool call does, in a form that clients can show.
 *
 * <p><b>Shape</b>: as JSON its kind stands under {@code kind}.
 */
@JsonbTypeInfo(key = "kind", value = {
    @JsonbSubtype(alias = "shell", type = ToolDetail.Shell.class),
    @JsonbSubtype(alias = "read", type = ToolDetail.ReadFile.class),
    @JsonbSubtype(alias = "write", type = ToolDetail.WriteFile.class),
    @JsonbSubtype(alias = "edit", type = ToolDetail.EditFile.class),
    @JsonbSubtype(alias = "search", type = ToolDetail.Search.class),
    @JsonbSubtype(alias = "fetch", type = ToolDetail.Fetch.class),
    @JsonbSubtype(alias = "subagent", type = ToolDetail.SubAgent.class),
    @JsonbSubtype(alias = "plan", type = ToolDetail.Plan.class),
    @JsonbSubtype(alias = "text", type = ToolDetail.PlainText.class),
    @JsonbSubtype(alias = "other", type = ToolDetail.Other.class)})
public sealed interface ToolDetail {
    /** A command in a shell. */
    record Shell(String command, Optional<String> directory, Optional<String> output, OptionalInt exitCode) implements ToolDetail {
        public Shell {
            Objects.requireNonNull(command);
            Objects.requireNonNull(directory);
            Objects.requireNonNull(output);
            Objects.requireNonNull(exitCode);
        }
    }

    /** Reading a file; offset and limit are lines. */
    record ReadFile(String path, Optional<String> content, OptionalInt offset, OptionalInt limit) implements ToolDetail {
        public ReadFile {
            Objects.requireNonNull(path);
            Objects.requireNonNull(content);
            Objects.requireNonNull(offset);
            Objects.requireNonNull(limit);
        }
    }

    /** Writing a whole file. */
    record WriteFile(String path, Optional<String> content) implements ToolDetail {
        public WriteFile {
            Objects.requireNonNull(path);
            Objects.requireNonNull(content);
        }
    }

    /** Changing a part of a file. */
    record EditFile(String path, Optional<String> before, Optional<String> after, Optional<String> unifiedDiff) implements ToolDetail {
        public EditFile {
            Objects.requireNonNull(path);
            Objects.requireNonNull(before);
            Objects.requireNonNull(after);
            Objects.requireNonNull(unifiedDiff);
        }
    }

    /** Looking for something. {@code tool} is one of {@code search}, {@code grep}, {@code glob}, {@code web_search}. */
    record Search(String query, Optional<String> tool, Optional<String> content, List<String> paths) implements ToolDetail {
        public Search {
            Objects.requireNonNull(query);
            Objects.requireNonNull(tool);
            Objects.requireNonNull(content);
            paths = List.copyOf(paths);
        }
    }

    /** Reading a web page. */
    record Fetch(String url, Optional<String> prompt, Optional<String> result, OptionalInt status) implements ToolDetail {
        public Fetch {
            Objects.requireNonNull(url);
            Objects.requireNonNull(prompt);
            Objects.requireNonNull(result);
            Objects.requireNonNull(status);
        }
    }

    /** Work given to another agent. */
    record SubAgent(Optional<String> agentType, Optional<String> description, Optional<String> session, String log) implements ToolDetail {
        public SubAgent {
            Objects.requireNonNull(agentType);
            Objects.requireNonNull(description);
            Objects.requireNonNull(session);
            Objects.requireNonNull(log);
        }
    }

    /** A plan put before the user. */
    record Plan(String text) implements ToolDetail {
        public Plan {
            Objects.requireNonNull(text);
        }
    }

    /** Text for people. */
    record PlainText(Optional<String> label, Optional<String> text) implements ToolDetail {
        public PlainText {
            Objects.requireNonNull(label);
            Objects.requireNonNull(text);
        }
    }

    /** Anything else, as the agent says it. */
    record Other(JsonValue input, JsonValue output) implements ToolDetail {
        /** A missing value reads as JSON's null, so that a stored item survives the way back. */
        public Other {
            input = input == null ? JsonValue.NULL : input;
            output = output == null ? JsonValue.NULL : output;
        }
    }
}
