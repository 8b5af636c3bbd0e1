package sh.paseo.api.agent;

import jakarta.json.bind.annotation.JsonbSubtype;
import jakarta.json.bind.annotation.JsonbTypeInfo;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One thing in an agent's timeline.
 *
 * <p><b>Shape</b>: as JSON its kind stands under {@code kind}; timelines are stored so.
 */
@JsonbTypeInfo(key = "kind", value = {
    @JsonbSubtype(alias = "user", type = TimelineItem.UserMessage.class),
    @JsonbSubtype(alias = "assistant", type = TimelineItem.AssistantText.class),
    @JsonbSubtype(alias = "reasoning", type = TimelineItem.Reasoning.class),
    @JsonbSubtype(alias = "tool", type = TimelineItem.ToolCall.class),
    @JsonbSubtype(alias = "todo", type = TimelineItem.Todo.class),
    @JsonbSubtype(alias = "notice", type = TimelineItem.Notice.class),
    @JsonbSubtype(alias = "compaction", type = TimelineItem.Compaction.class)})
public sealed interface TimelineItem {
    /** A prompt of the user; the host writes it, an agent only when it takes a prompt from elsewhere. */
    record UserMessage(String text, Optional<String> messageId) implements TimelineItem {
        public UserMessage {
            Objects.requireNonNull(text);
            Objects.requireNonNull(messageId);
        }
    }

    /** A piece of the agent's answer; neighbours are read as one text. */
    record AssistantText(String delta) implements TimelineItem {
        public AssistantText {
            Objects.requireNonNull(delta);
        }
    }

    /** A piece of the agent's reasoning; neighbours are read as one text. */
    record Reasoning(String delta) implements TimelineItem {
        public Reasoning {
            Objects.requireNonNull(delta);
        }
    }

    /** A tool call as it stands now; a later item with the same id replaces it. {@code error} is there exactly when it failed. */
    record ToolCall(String id, String name, ToolState state, ToolDetail detail, Optional<String> error) implements TimelineItem {
        public ToolCall {
            Objects.requireNonNull(id);
            Objects.requireNonNull(name);
            Objects.requireNonNull(detail);
            Objects.requireNonNull(error);
            if (error.isPresent() != (state == ToolState.FAILED)) {
                throw new IllegalArgumentException("tool call " + id + " is " + state + " with error " + error);
            }
        }
    }

    /** The agent's list of things to do, whole. */
    record Todo(List<Entry> entries) implements TimelineItem {
        /** One thing to do. */
        public record Entry(String text, boolean completed) {
            public Entry {
                Objects.requireNonNull(text);
            }
        }

        public Todo {
            entries = List.copyOf(entries);
        }
    }

    /** Something that went wrong without ending the turn, or that the user should know. */
    record Notice(String message) implements TimelineItem {
        public Notice {
            Objects.requireNonNull(message);
        }
    }

    /** The agent shortens what it remembers. */
    record Compaction(boolean completed, Optional<String> trigger, OptionalLong tokensBefore) implements TimelineItem {
        public Compaction {
            Objects.requireNonNull(trigger);
            Objects.requireNonNull(tokensBefore);
        }
    }
}
