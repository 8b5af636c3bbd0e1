package sh.paseo.protocol.providers;

import java.util.List;
import java.util.Optional;
import sh.paseo.protocol.Request;
import sh.paseo.protocol.Wire;

/** Requests about providers. <b>Source</b>: wire specification 03, G5. */
public sealed interface ProviderRequest extends Request {
    /** What is known of all providers, at once. */
    @Wire("get_providers_snapshot_request")
    record Snapshot(Optional<String> requestId, Optional<String> cwd) implements ProviderRequest {}

    /** Looks anew. */
    @Wire("refresh_providers_snapshot_request")
    record Refresh(Optional<String> requestId, Optional<String> cwd, Optional<List<String>> providers) implements ProviderRequest {}

    /** The models of one provider, when they are known. */
    @Wire("list_provider_models_request")
    record Models(Optional<String> requestId, String provider, Optional<String> cwd) implements ProviderRequest {}
}
