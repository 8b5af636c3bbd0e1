package sh.paseo.engine;

import java.time.Instant;
import java.util.Optional;
import sh.paseo.api.PermissionId;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.PermissionRequest;
import sh.paseo.api.agent.Usage;

/** What clients are told, in this order, after it has become durable. */
public sealed interface Announcement {
    /** A new row of the timeline. */
    record RowAdded(TimelineRow row) implements Announcement {}

    /** The agent has changed. */
    record StateChanged(AgentState state) implements Announcement {}

    /** The agent is gone. */
    record Removed() implements Announcement {}

    /** A turn has begun. */
    record TurnStarted(Instant at) implements Announcement {}

    /** A turn ended as the agent wanted. */
    record TurnCompleted(Instant at, Usage usage) implements Announcement {}

    /** A turn ended by an error. */
    record TurnFailed(Instant at, String error, Optional<String> code, Optional<String> diagnostic) implements Announcement {}

    /** A turn was stopped. */
    record TurnCanceled(Instant at, String reason) implements Announcement {}

    /** The agent waits for its user. */
    record PermissionRequested(Instant at, PermissionRequest request) implements Announcement {}

    /** A question is answered, or no longer asked. */
    record PermissionResolved(Instant at, PermissionId permission, PermissionAnswer answer) implements Announcement {}

    /** The user should look. */
    record AttentionRequired(Activity.Attention attention) implements Announcement {}
}
