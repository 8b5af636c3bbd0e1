package sh.paseo.engine;

import jakarta.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import sh.paseo.api.ProviderId;
import sh.paseo.api.agent.AgentProvider;

/** Port to the agent providers that are installed and enabled. <b>Thread</b>: any. */
public interface Providers {
    Optional<AgentProvider> provider(ProviderId id);

    /** The provider's section of the configuration; empty if there is none. */
    JsonObject settings(ProviderId id);

    /**
     * The environment of the provider's agents, with what they inherit. May run commands that print secrets.
     *
     * <p><b>Errors</b>: {@code PluginException} if a part of it cannot be had.
     */
    Map<String, String> environment(ProviderId id);
}
