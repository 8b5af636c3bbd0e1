package sh.paseo.daemon;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import sh.paseo.api.PluginException;
import sh.paseo.api.TransportId;
import sh.paseo.api.transport.Acceptor;
import sh.paseo.api.transport.CloseReason;
import sh.paseo.api.transport.Endpoint;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.api.transport.Listeners;
import sh.paseo.api.transport.Peer;
import sh.paseo.api.transport.RunningTransport;
import sh.paseo.api.transport.Transport;
import sh.paseo.api.transport.TransportContext;
import sh.paseo.daemon.config.Config;
import sh.paseo.daemon.config.FormerPorts;
import sh.paseo.daemon.config.TlsFiles;
import sh.paseo.daemon.gateway.GatewayParts;
import sh.paseo.hosting.CertificateSource;
import sh.paseo.hosting.GatePolicy;
import sh.paseo.hosting.HelidonListeners;
import sh.paseo.hosting.HttpAnswer;
import sh.paseo.hosting.PasswordCheck;
import sh.paseo.hosting.RequestGate;
import sh.paseo.hosting.Routes;

/**
 * The transports and what they serve beside the WebSocket. Channels that come before the daemon is ready wait for it.
 *
 * <p><b>Thread</b>: any.
 */
final class Entrance implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Entrance.class.getName());

    private final Config config;
    private final GatewayParts.Self self;
    private final InstantSource clock;
    private final Optional<Passwords> passwords;
    private final CompletableFuture<Acceptor> gateway = new CompletableFuture<>();
    private final HelidonListeners listeners;
    private final List<Carried> running = new ArrayList<>();

    /** A transport at work. */
    record Carried(TransportId id, RunningTransport transport) {}

    Entrance(Config config, GatewayParts.Self self, InstantSource clock) {
        this.config = config;
        this.self = self;
        this.clock = clock;
        this.passwords = config.daemon().password().map(password -> new Passwords(password, System::nanoTime));
        Routes routes = Routes.reading(Map.of("/api/health", head -> health(), "/api/status", head -> status()));
        this.listeners = new HelidonListeners(new RequestGate(new GatePolicy(config.daemon().hosts(), config.daemon().origins())),
                passwords.map(PasswordCheck.class::cast), config.daemon().tls().<CertificateSource>map(TlsFiles::new), routes,
                channel -> {
                    try {
                        gateway.join().accept(channel);
                    } catch (RuntimeException ending) {
                        LOG.log(Level.DEBUG, "a channel came while the daemon ended", ending);
                        channel.close(CloseReason.GOING_AWAY);
                    }
                }, config.daemon().limits());
    }

    /**
     * Starts the transports.
     *
     * <p><b>Errors</b>: that of a transport that cannot start; {@link #close} ends those that did.
     *
     * @param formerly where the daemon listened before it was started again; counts for ports that are left to the system
     */
    void open(List<Transport> transports, Optional<String> formerly) {
        List<ListenAddress> addresses = FormerPorts.of(config.daemon().listen(), formerly);
        for (Transport transport : transports) {
            running.add(new Carried(transport.descriptor().id(), started(transport, addresses)));
        }
        if (transports.isEmpty()) {
            LOG.log(Level.WARNING, "no transport is installed: nobody can reach this daemon; end it by a signal");
            return;
        }
        for (Endpoint endpoint : endpoints()) {
            LOG.log(Level.INFO, "listening on {0}", endpoint.address());
        }
        config.daemon().listen().stream().filter(address -> !served(address, transports))
                .forEach(address -> LOG.log(Level.WARNING, "no installed transport serves {0} of daemon.listen", address));
    }

    private RunningTransport started(Transport transport, List<ListenAddress> addresses) {
        try {
            return transport.start(new Lent(transport, addresses));
        } catch (PluginException taken) {
            if (addresses.equals(config.daemon().listen())) {
                throw taken;
            }
            LOG.log(Level.WARNING, "cannot listen on the port of before, clients must look for another: {0}", taken.getMessage());
            return transport.start(new Lent(transport, config.daemon().listen()));
        }
    }

    private static boolean served(ListenAddress address, List<Transport> transports) {
        String kind = address instanceof ListenAddress.Tcp ? "tcp" : "unix";
        return transports.stream().anyMatch(transport -> transport.descriptor().id().value().equals(kind));
    }

    private List<Endpoint> endpoints() {
        return running.stream().flatMap(carried -> carried.transport().endpoints().stream()).toList();
    }

    /** What was started, in its order. */
    List<Carried> transports() {
        return List.copyOf(running);
    }

    /** Where clients reach the daemon, several separated by commas; empty if nowhere. */
    String address() {
        return endpoints().stream().map(Endpoint::address).collect(Collectors.joining(","));
    }

    /** Channels are served from now on. */
    void ready(Acceptor acceptor) {
        gateway.complete(acceptor);
    }

    private HttpAnswer health() {
        return HttpAnswer.json(200,
                Json.createObjectBuilder().add("status", "ok").add("timestamp", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString())
                        .add("ready", gateway.isDone()).build().toString());
    }

    private HttpAnswer status() {
        return HttpAnswer.json(200, Json.createObjectBuilder().add("status", "server_info").add("serverId", self.serverId())
                .add("hostname", self.hostname()).add("version", self.version()).add("listen", address()).build().toString());
    }

    @Override
    public void close() {
        gateway.completeExceptionally(new IllegalStateException("the daemon ends"));
        running.reversed().forEach(carried -> carried.transport().close());
        running.clear();
        listeners.close();
        passwords.ifPresent(Passwords::close);
    }

    /** What a transport is lent. */
    private final class Lent implements TransportContext {
        private final Transport transport;
        private final List<ListenAddress> addresses;

        Lent(Transport transport, List<ListenAddress> addresses) {
            this.transport = transport;
            this.addresses = addresses;
        }

        @Override
        public List<ListenAddress> addresses() {
            return addresses;
        }

        @Override
        public Listeners listeners() {
            return listeners;
        }

        /** A channel a plugin makes by itself may only say hello, unless the user trusts the transport as a network. */
        @Override
        public Acceptor acceptor() {
            Peer.Trust trust = settings().getString("trust", "").equals("network") ? Peer.Trust.NETWORK : Peer.Trust.UNVERIFIED;
            return channel -> gateway.join().accept(new PluginChannel(channel, trust));
        }

        @Override
        public JsonObject settings() {
            return config.transports().getOrDefault(transport.descriptor().id(), JsonValue.EMPTY_JSON_OBJECT);
        }

        @Override
        public InstantSource clock() {
            return clock;
        }

        @Override
        public System.Logger log() {
            return System.getLogger("sh.paseo.transport." + transport.descriptor().id());
        }
    }
}
