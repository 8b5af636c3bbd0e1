package sh.paseo.daemon.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import sh.paseo.api.ProviderId;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.ProbeContext;
import sh.paseo.engine.Agents;
import sh.paseo.engine.EngineContext;
import sh.paseo.engine.Policy;
import sh.paseo.engine.ProcessHost;
import sh.paseo.engine.Providers;
import sh.paseo.engine.Store;
import sh.paseo.engine.Time;
import sh.paseo.engine.TimelineReader;
import sh.paseo.protocol.Codec;
import sh.paseo.protocol.connection.ConnectionPayload;
import sh.paseo.protocol.plugins.PluginPayload;

/**
 * Puts engine and gateway together, which need each other: the engine publishes to the clients, the clients ask the engine.
 *
 * @param agents  all agents; not loaded yet
 * @param gateway where channels end
 */
public record GatewayParts(Agents agents, Gateway gateway) {
    private static final Map<String, Boolean> FEATURES = Map.of("providersSnapshot", true, "durableTimeline", true, "idempotentRequests",
            true);

    /** Who the daemon is. */
    public record Self(String serverId, String hostname, String version) {
        public Self {
            Objects.requireNonNull(serverId);
            Objects.requireNonNull(hostname);
            Objects.requireNonNull(version);
        }
    }

    /**
     * What the engine and the gateway work with.
     *
     * @param installed every provider; those that are not enabled are listed but cannot be used
     * @param plugins   what {@code plugin ls} shows
     * @param examination what {@code doctor} looks at
     * @param helloLimit how long a channel may be open without a hello
     */
    public record Surroundings(Codec codec, Store store, ProcessHost processes, Providers providers, List<AgentProvider> installed,
            Function<ProviderId, ProbeContext> probes, Supplier<List<PluginPayload.Entry>> plugins, Examination examination, Time time,
            Supplier<String> ids,
            Policy policy, Duration helloLimit) {}

    public static GatewayParts assemble(Self self, Surroundings with, DaemonControl control) {
        Sessions sessions = new Sessions(Sessions.GRACE);
        Snapshots snapshots = new Snapshots(with.providers());
        Projects projects = new Projects(with.time().nanos());
        Announcer announcer = new Announcer(with.codec(), sessions, snapshots, projects, with.time(),
                state -> Notifications.text(state, self.serverId()));
        Agents agents = new Agents(
                new EngineContext(with.store(), with.processes(), with.providers(), announcer, with.time(), with.ids(),
                        with.policy()));
        AgentCommands commands = new AgentCommands(agents, snapshots, new AgentCreation(with.providers()),
                new FirstMessages(with.store(), agents));
        AgentQueries queries = new AgentQueries(agents, snapshots, projects, new TimelineReader(with.store()),
                new Cassettes(agents, with.store(), with.processes(), with.providers()));
        RepeatedRequests repeats = new RepeatedRequests(with.store(),
                (agent, request) -> commands.rebuild(agent, request).map(with.codec()::encode));
        List<ProviderDirectory.Installed> installed = with.installed().stream()
                .map(p -> new ProviderDirectory.Installed(p, with.providers().provider(p.descriptor().id()).isPresent())).toList();
        ProviderDirectory directory = new ProviderDirectory(installed, with.probes(), with.time());
        DaemonRequests daemon = new DaemonRequests(with.time(), control, with.plugins(), new Doctor(directory, with.examination()));
        RequestRouter router = new RequestRouter(with.codec(), repeats, queries, commands,
                new PermissionAnswers(agents, repeats, with.codec()), directory, daemon);
        ConnectionPayload.ServerInfo info = ConnectionPayload.ServerInfo.of(self.serverId(), self.hostname(), self.version(), FEATURES);
        Gateway gateway = new Gateway(with.codec(), with.time(), info, sessions, router, with.helloLimit());
        directory.tell(gateway::broadcast);
        return new GatewayParts(agents, gateway);
    }
}
