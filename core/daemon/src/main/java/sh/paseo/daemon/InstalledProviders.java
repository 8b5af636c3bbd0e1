package sh.paseo.daemon;

import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import sh.paseo.api.ProviderId;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.ProbeContext;
import sh.paseo.api.process.Programs;
import sh.paseo.daemon.config.Config;
import sh.paseo.engine.ProviderEnvironment;
import sh.paseo.engine.Providers;

/** The providers of the plugins, with what the user configured for them. <b>Thread</b>: any. */
final class InstalledProviders implements Providers {
    private final Map<ProviderId, AgentProvider> providers;
    private final Config config;
    private final Programs programs;
    private final Map<String, String> inherited;
    private final AgentVariables variables;

    /**
     * @param inherited what every agent's process gets
     * @param variables what the configuration adds to it
     */
    InstalledProviders(List<AgentProvider> installed, Config config, Programs programs, Map<String, String> inherited,
            AgentVariables variables) {
        this.providers = installed.stream().collect(Collectors.toUnmodifiableMap(p -> p.descriptor().id(), Function.identity()));
        this.config = config;
        this.programs = programs;
        this.inherited = Map.copyOf(inherited);
        this.variables = variables;
    }

    @Override
    public Optional<AgentProvider> provider(ProviderId id) {
        return Optional.ofNullable(providers.get(id)).filter(provider -> config.agents().enabled(id));
    }

    @Override
    public JsonObject settings(ProviderId id) {
        return config.agents().section(id);
    }

    /** What is inherited, and over it the section's {@code env}. */
    @Override
    public Map<String, String> environment(ProviderId id) {
        Map<String, String> all = new HashMap<>(inherited);
        if (settings(id).get("env") instanceof JsonObject env) {
            all.putAll(variables.of("agents.providers." + id + ".env", env));
        }
        return Map.copyOf(all);
    }

    ProbeContext probe(ProviderId id) {
        return new ProbeContext() {
            @Override
            public Programs programs() {
                return new ProviderEnvironment(this::environment).in(programs);
            }

            @Override
            public JsonObject settings() {
                return InstalledProviders.this.settings(id);
            }

            @Override
            public Map<String, String> environment() {
                return InstalledProviders.this.environment(id);
            }

            @Override
            public System.Logger log() {
                return System.getLogger("sh.paseo.agent." + id);
            }
        };
    }
}
