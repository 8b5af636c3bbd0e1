package sh.paseo.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sh.paseo.api.PermissionId;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.Send;
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

    /**
     * The session told something.
     *
     * @param position   the end of the line it came with
     * @param checkpoint of the session after it, at the end of a turn
     */
    record Emitted(long session, List<AgentEvent> events, Optional<JournalPosition> position,
            Optional<Checkpoint> checkpoint) implements Input {}

    /** The session sends a line. */
    record SendBegun(long session, StoredSend send) implements Input {}

    /** A line was written whole. */
    record SendDone(long session, long number) implements Input {}

    /** A line that was begun by an earlier daemon did not arrive and is to be written again. */
    record SendLost(long session, Send send) implements Input {}

    /** Time has passed. */
    record Ticked() implements Input {}

    /** The session has had nothing to do for long. */
    record Idled() implements Input {}

    /**
     * The agent as an earlier daemon left it.
     *
     * @param process   what is left of its process; empty if there is none
     * @param prompts   accepted prompts whose turns are not over
     * @param redrive   whether a running turn without a process never reached the agent, and may be started again
     */
    record Loaded(Optional<LeftProcess> process, List<QueuedPrompt> prompts, boolean redrive) implements Input {}

    /**
     * The session of a process that was taken over knows all that is stored; from here on it lives.
     *
     * @param ready whether the agent takes prompts, or has not answered its greeting yet
     * @param begun turns of which a line was sent
     */
    record Reattached(long session, boolean ready, Set<TurnId> begun) implements Input {}

    /**
     * A prompt of an earlier daemon is not known to have reached the agent, which is ended and gone on with in a new process.
     *
     * @param doubt the line; empty if it certainly did not arrive
     */
    record PromptInDoubt(long session, TurnId turn, Optional<Send> doubt) implements Input {}

    /**
     * The agent has died; a turn that runs and is not this one was never sent to it.
     *
     * @param begun the newest turn of which something was sent, if any was
     */
    record NothingSentSince(long session, Optional<TurnId> begun) implements Input {}

    /** The agent writes faster than can be stored, or there is no room for what it writes. */
    record Overrun(long session, String reason) implements Input {}

    /** Somebody waits until everything before is durable. */
    record Flushed(long ticket) implements Input {}
}
