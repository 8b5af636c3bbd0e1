package sh.paseo.protocol.timeline;

import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbSubtype;
import jakarta.json.bind.annotation.JsonbTypeInfo;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One thing in a timeline. Clients refuse a tool call with any further key. <b>Source</b>: wire specification 04, section 4. */
@JsonbTypeInfo(key = "type", value = {
    @JsonbSubtype(alias = "user_message", type = Item.UserMessage.class),
    @JsonbSubtype(alias = "assistant_message", type = Item.AssistantMessage.class),
    @JsonbSubtype(alias = "reasoning", type = Item.Reasoning.class),
    @JsonbSubtype(alias = "tool_call", type = Item.ToolCall.class),
    @JsonbSubtype(alias = "todo", type = Item.Todo.class),
    @JsonbSubtype(alias = "error", type = Item.Problem.class),
    @JsonbSubtype(alias = "compaction", type = Item.Compaction.class)})
public sealed interface Item {
    /** The user's prompt. */
    record UserMessage(String text, Optional<String> messageId) implements Item {}

    /** A piece of the agent's answer. */
    record AssistantMessage(String text) implements Item {}

    /** A piece of the agent's reasoning. */
    record Reasoning(String text) implements Item {}

    /** A tool call as it stands; {@code error} is not null exactly when it failed. */
    record ToolCall(String callId, String name, Detail detail, String status, @JsonbNillable Optional<String> error) implements Item {}

    /** The agent's list of things to do. */
    record Todo(List<Entry> items) implements Item {
        /** One of them. */
        public record Entry(String text, boolean completed) {}
    }

    /** Something that went wrong. */
    record Problem(String message) implements Item {}

    /** The agent shortens what it remembers. */
    record Compaction(String status, Optional<String> trigger, OptionalLong preTokens) implements Item {}
}
