package sh.paseo.protocol.timeline;

import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbSubtype;
import jakarta.json.bind.annotation.JsonbTypeInfo;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a tool call does. <b>Source</b>: wire specification 04, section 4. */
@JsonbTypeInfo(key = "type", value = {
    @JsonbSubtype(alias = "shell", type = Detail.Shell.class),
    @JsonbSubtype(alias = "read", type = Detail.Read.class),
    @JsonbSubtype(alias = "edit", type = Detail.Edit.class),
    @JsonbSubtype(alias = "write", type = Detail.Write.class),
    @JsonbSubtype(alias = "search", type = Detail.Search.class),
    @JsonbSubtype(alias = "fetch", type = Detail.Fetch.class),
    @JsonbSubtype(alias = "sub_agent", type = Detail.SubAgent.class),
    @JsonbSubtype(alias = "plain_text", type = Detail.PlainText.class),
    @JsonbSubtype(alias = "plan", type = Detail.Plan.class),
    @JsonbSubtype(alias = "unknown", type = Detail.Unknown.class)})
public sealed interface Detail {
    /** A command in a shell. */
    record Shell(String command, Optional<String> cwd, Optional<String> output, OptionalInt exitCode) implements Detail {}

    /** Reading a file. */
    record Read(String filePath, Optional<String> content, OptionalInt offset, OptionalInt limit) implements Detail {}

    /** Changing a part of a file. */
    record Edit(String filePath, Optional<String> oldString, Optional<String> newString, Optional<String> unifiedDiff) implements Detail {}

    /** Writing a whole file. */
    record Write(String filePath, Optional<String> content) implements Detail {}

    /** Looking for something. */
    record Search(String query, Optional<String> toolName, Optional<String> content, Optional<List<String>> filePaths) implements Detail {}

    /** Reading a web page. */
    record Fetch(String url, Optional<String> prompt, Optional<String> result, OptionalInt code) implements Detail {}

    /** Work given to another agent; {@code actions} is always empty but must be there for older clients. */
    record SubAgent(Optional<String> subAgentType, Optional<String> description, Optional<String> childSessionId, String log,
            List<String> actions) implements Detail {}

    /** Text for people. */
    record PlainText(Optional<String> label, Optional<String> text) implements Detail {}

    /** A plan put before the user. */
    record Plan(String text) implements Detail {}

    /** Anything else. */
    record Unknown(@JsonbNillable JsonValue input, @JsonbNillable JsonValue output) implements Detail {}
}
