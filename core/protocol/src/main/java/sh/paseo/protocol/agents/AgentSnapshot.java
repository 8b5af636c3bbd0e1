package sh.paseo.protocol.agents;

import jakarta.json.JsonObject;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbTypeSerializer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import sh.paseo.protocol.NullIfEmpty;
import sh.paseo.protocol.permissions.PermissionRequest;

/**
 * How an agent stands, whole. Clients drop a snapshot that lacks one of the components that are not optional, so empty ones are
 * written as null. <b>Source</b>: wire specification 04, section 1.
 */
public record AgentSnapshot(String id, String provider, String cwd, @JsonbNillable Optional<String> model, List<JsonObject> features,
        @JsonbNillable Optional<String> thinkingOptionId, @JsonbNillable Optional<String> effectiveThinkingOptionId,
        RuntimeInfo runtimeInfo, String createdAt, String updatedAt, @JsonbNillable Optional<String> lastUserMessageAt, String status,
        Capabilities capabilities, @JsonbNillable Optional<String> currentModeId, List<Mode> availableModes,
        List<PermissionRequest> pendingPermissions, @JsonbTypeSerializer(NullIfEmpty.class) Optional<Handle> persistence,
        Optional<Usage> lastUsage,
        Optional<String> lastError, @JsonbNillable Optional<String> title, Map<String, String> labels, boolean requiresAttention,
        @JsonbNillable Optional<String> attentionReason, @JsonbNillable Optional<String> attentionTimestamp,
        @JsonbNillable Optional<String> archivedAt, Optional<Boolean> providerUnavailable) {

    /** What the agent says it runs with. */
    public record RuntimeInfo(String provider, @JsonbNillable Optional<String> sessionId, @JsonbNillable Optional<String> model,
            Optional<String> modeId) {}

    /** What the agent can do. */
    public record Capabilities(boolean supportsStreaming, boolean supportsSessionPersistence, boolean supportsDynamicModes,
            boolean supportsMcpServers, boolean supportsReasoningStream, boolean supportsToolInvocations) {}

    /** A permission mode. */
    public record Mode(String id, String label, Optional<String> description, Optional<String> icon, Optional<String> colorTier) {}

    /** With what the conversation can be resumed. */
    public record Handle(String provider, String sessionId, Map<String, String> metadata) {}

    /** What the conversation has used. */
    public record Usage(OptionalLong inputTokens, OptionalLong cachedInputTokens, OptionalLong outputTokens, OptionalDouble totalCostUsd,
            OptionalLong contextWindowMaxTokens, OptionalLong contextWindowUsedTokens) {}
}
