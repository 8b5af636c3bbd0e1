package sh.paseo.protocol.agents;

import jakarta.json.bind.annotation.JsonbSubtype;
import jakarta.json.bind.annotation.JsonbTypeInfo;
import java.util.Map;
import java.util.Optional;
import sh.paseo.protocol.permissions.PermissionRequest;
import sh.paseo.protocol.permissions.PermissionResponse;
import sh.paseo.protocol.timeline.Item;

/** What happens in an agent. <b>Source</b>: wire specification 04, section 3.2. */
@JsonbTypeInfo(key = "type", value = {
    @JsonbSubtype(alias = "turn_started", type = StreamEvent.TurnStarted.class),
    @JsonbSubtype(alias = "turn_completed", type = StreamEvent.TurnCompleted.class),
    @JsonbSubtype(alias = "turn_failed", type = StreamEvent.TurnFailed.class),
    @JsonbSubtype(alias = "turn_canceled", type = StreamEvent.TurnCanceled.class),
    @JsonbSubtype(alias = "timeline", type = StreamEvent.Timeline.class),
    @JsonbSubtype(alias = "permission_requested", type = StreamEvent.PermissionRequested.class),
    @JsonbSubtype(alias = "permission_resolved", type = StreamEvent.PermissionResolved.class),
    @JsonbSubtype(alias = "attention_required", type = StreamEvent.AttentionRequired.class)})
public sealed interface StreamEvent {
    /** A turn has begun. */
    record TurnStarted(String provider) implements StreamEvent {}

    /** A turn ended well. */
    record TurnCompleted(String provider, Optional<AgentSnapshot.Usage> usage) implements StreamEvent {}

    /** A turn ended by an error. */
    record TurnFailed(String provider, String error, Optional<String> code, Optional<String> diagnostic) implements StreamEvent {}

    /** A turn was stopped. */
    record TurnCanceled(String provider, String reason) implements StreamEvent {}

    /** A row of the timeline. */
    record Timeline(String provider, Item item) implements StreamEvent {}

    /** The agent waits for its user. */
    record PermissionRequested(String provider, PermissionRequest request) implements StreamEvent {}

    /** The agent no longer waits. */
    record PermissionResolved(String provider, String requestId, PermissionResponse.Resolution resolution) implements StreamEvent {}

    /** The user should look. */
    record AttentionRequired(String provider, String reason, String timestamp, boolean shouldNotify,
            Optional<Notification> notification) implements StreamEvent {}

    /** What a client shows. */
    record Notification(String title, String body, Map<String, String> data) {}
}
