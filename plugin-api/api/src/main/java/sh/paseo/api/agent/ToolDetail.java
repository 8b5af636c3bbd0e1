package sh.paseo.api.agent;

import jakarta.json.JsonValue;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** What a tool call does, in a form that clients can show. */
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
    record SubAgent(Optional<String> kind, Optional<String> description, Optional<String> session, String log) implements ToolDetail {
        public SubAgent {
            Objects.requireNonNull(kind);
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
        public Other {
            Objects.requireNonNull(input);
            Objects.requireNonNull(output);
        }
    }
}
