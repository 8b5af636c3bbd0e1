package sh.paseo.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.paseo.api.PermissionId;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.Setting;

/** What reaches an agent's writer. A {@code ticket} names who waits for the reply. */
sealed interface Input {
    /** Whether the reply must not wait for more input. */
    record Created(long ticket, Optional<Prompted> prompt, Optional<RequestKey> request) implements Input {}

    /** The user's prompt. */
    record Prompted(long ticket, TurnId turn, Prompt prompt, Optional<String> messageId, Optional<RequestKey> request) implements Input {}

    /** The user wants the running turn to stop. */
    record Canceled(long ticket) implements Input {}

    /** The user's answer to a question. */
    record Answered(long ticket, PermissionId permission, PermissionAnswer answer) implements Input {}

    /** The user changes a setting. */
    record Selected(long ticket, Setting setting) implements Input {}

    /** The user names or labels the agent; labels are merged. */
    record Renamed(long ticket, Optional<String> title, Map<String, String> labels) implements Input {}

    /** The user has looked. */
    record AttentionCleared(long ticket) implements Input {}

    /** The user puts the agent away. */
    record Archived(long ticket) implements Input {}

    /** The session is to be opened anew. */
    record Reloaded(long ticket) implements Input {}

    /** The session is to end, because the agent is deleted or the daemon stops. */
    record Closed(long ticket, String reason) implements Input {}

    /** Somebody waits until the agent needs its user or is done. */
    record Awaited(long ticket) implements Input {}

    /** The waiting is over for other reasons. */
    record AwaitEnded(long ticket) implements Input {}

    /** The session could not be opened. */
    record OpenFailed(long session, String reason) implements Input {}

    /** The session told something; {@code position} is the end of the line it came with. */
    record Emitted(long session, List<AgentEvent> events, Optional<JournalPosition> position) implements Input {}

    /** The session sends a line. */
    record SendBegun(long session, StoredSend send) implements Input {}

    /** A line was written whole. */
    record SendDone(long session, long number) implements Input {}

    /** Time has passed. */
    record Ticked() implements Input {}
}
