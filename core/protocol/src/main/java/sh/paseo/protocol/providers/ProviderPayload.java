package sh.paseo.protocol.providers;

import jakarta.json.bind.annotation.JsonbNillable;
import java.util.List;
import java.util.Optional;
import sh.paseo.protocol.Payload;
import sh.paseo.protocol.Wire;
import sh.paseo.protocol.agents.AgentSnapshot;

/** Answers and events about providers. <b>Source</b>: wire specification 03, G5. */
public sealed interface ProviderPayload extends Payload {
    /** What is known of all providers. */
    @Wire("get_providers_snapshot_response")
    record Snapshot(List<Entry> entries, String generatedAt, String requestId) implements ProviderPayload {}

    /** Something became known. */
    @Wire("providers_snapshot_update")
    record Update(Optional<String> cwd, List<Entry> entries, String generatedAt) implements ProviderPayload {}

    /** The looking is done. */
    @Wire("refresh_providers_snapshot_response")
    record Refreshed(String requestId, boolean acknowledged) implements ProviderPayload {}

    /** The models of one provider. */
    @Wire("list_provider_models_response")
    record Models(String provider, Optional<List<Model>> models, @JsonbNillable Optional<String> error, String fetchedAt,
            String requestId) implements ProviderPayload {}

    /** A provider; {@code status} is ready, loading, error or unavailable. */
    record Entry(String provider, String status, boolean enabled, Optional<String> error, Optional<List<Model>> models,
            Optional<List<AgentSnapshot.Mode>> modes, Optional<String> fetchedAt, String label, String description,
            @JsonbNillable Optional<String> defaultModeId) {}

    /** A model. */
    record Model(String provider, String id, String label, Optional<String> description, boolean isDefault,
            Optional<List<Option>> thinkingOptions, Optional<String> defaultThinkingOptionId) {}

    /** A degree of thinking. */
    record Option(String id, String label, boolean isDefault) {}
}
