package sh.paseo.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sh.paseo.api.TransportId;
import sh.paseo.api.transport.CloseReason;
import sh.paseo.api.transport.Endpoint;
import sh.paseo.api.transport.Frame;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.api.transport.Listeners;
import sh.paseo.api.transport.MessageChannel;
import sh.paseo.api.transport.Peer;
import sh.paseo.api.transport.RunningTransport;
import sh.paseo.api.transport.Transport;
import sh.paseo.api.transport.TransportContext;
import sh.paseo.api.transport.TransportDescriptor;
import sh.paseo.api.transport.TransportHealth;
import sh.paseo.daemon.config.Config;
import sh.paseo.daemon.gateway.GatewayParts;
import sh.paseo.hosting.HostRules;
import sh.paseo.hosting.HostingLimits;

@Timeout(20)
class EntranceTest {
    private static final GatewayParts.Self SELF = new GatewayParts.Self("srv_1", "box", "1.0");

    private final List<Peer.Trust> trusted = new CopyOnWriteArrayList<>();

    private static Entrance entrance(JsonObject settings) {
        Config.Daemon daemon = new Config.Daemon(List.of(new ListenAddress.Tcp("127.0.0.1", 0)), HostRules.DEFAULT, Set.of(),
                Optional.empty(), Optional.empty(), HostingLimits.DEFAULT);
        return new Entrance(
                new Config(daemon, Config.Agents.DEFAULT, Set.of(), Optional.empty(), Map.of(new TransportId("own"), settings), List.of()),
                SELF,
                InstantSource.system());
    }

    /** Opens the first address, and offers a channel of its own making that says it is a local user's. */
    private static final class OwnTransport implements Transport, RunningTransport {
        private Optional<Listeners.Listener> listener = Optional.empty();
        private TransportContext context;

        @Override
        public TransportDescriptor descriptor() {
            return new TransportDescriptor(new TransportId("own"), "Own");
        }

        @Override
        public RunningTransport start(TransportContext lent) {
            context = lent;
            listener = Optional.of(lent.listeners().open(lent.addresses().getFirst()));
            return this;
        }

        void offer() {
            context.acceptor().accept(new MessageChannel() {
                @Override
                public Peer peer() {
                    return new Peer(Peer.Trust.LOCAL_USER, "me", "here");
                }

                @Override
                public Optional<Frame> receive() {
                    return Optional.empty();
                }

                @Override
                public void send(Frame frame) {}

                @Override
                public void close(CloseReason reason) {}
            });
        }

        @Override
        public List<Endpoint> endpoints() {
            return listener.stream().map(open -> new Endpoint(open.address().toString())).toList();
        }

        @Override
        public TransportHealth health() {
            return TransportHealth.up();
        }

        @Override
        public void close() {
            listener.ifPresent(Listeners.Listener::close);
        }
    }

    private static String get(String address, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create("http://" + address + path)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void healthIsAnsweredBeforeTheDaemonIsReady() throws Exception {
        try (Entrance entrance = entrance(JsonObject.EMPTY_JSON_OBJECT)) {
            entrance.open(List.of(new OwnTransport()), Optional.empty());
            assertTrue(get(entrance.address(), "/api/health").contains("\"ready\":false"));
            assertTrue(get(entrance.address(), "/api/status").contains("\"listen\":\"" + entrance.address() + "\""));
            entrance.ready(channel -> {});
            assertTrue(get(entrance.address(), "/api/health").contains("\"ready\":true"));
        }
    }

    @Test
    void aPortThatTheSystemChoseIsTakenAgain() {
        String first;
        try (Entrance entrance = entrance(JsonObject.EMPTY_JSON_OBJECT)) {
            entrance.open(List.of(new OwnTransport()), Optional.empty());
            first = entrance.address();
        }
        try (Entrance entrance = entrance(JsonObject.EMPTY_JSON_OBJECT)) {
            entrance.open(List.of(new OwnTransport()), Optional.of(first));
            assertEquals(first, entrance.address());
        }
    }

    @Test
    void aPortThatSomebodyElseHasNowIsNotWaitedFor() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Entrance entrance = entrance(JsonObject.EMPTY_JSON_OBJECT)) {
            String taken = "127.0.0.1:" + other.getLocalPort();
            entrance.open(List.of(new OwnTransport()), Optional.of(taken));
            assertNotEquals(taken, entrance.address());
            assertTrue(get(entrance.address(), "/api/health").contains("ok"));
        }
    }

    @Test
    void withoutTransportsThereIsNoAddress() {
        try (Entrance entrance = entrance(JsonObject.EMPTY_JSON_OBJECT)) {
            entrance.open(List.of(), Optional.empty());
            assertEquals("", entrance.address());
        }
    }

    @Test
    void aTransportCannotVouchForAChannelOfItsOwnMaking() {
        OwnTransport transport = new OwnTransport();
        try (Entrance entrance = entrance(JsonObject.EMPTY_JSON_OBJECT)) {
            entrance.open(List.of(transport), Optional.empty());
            entrance.ready(channel -> trusted.add(channel.peer().trust()));
            transport.offer();
        }
        assertEquals(List.of(Peer.Trust.UNVERIFIED), trusted);
        assertFalse(trusted.contains(Peer.Trust.LOCAL_USER));
    }

    @Test
    void theUserMayTrustATransportAsANetwork() {
        OwnTransport transport = new OwnTransport();
        try (Entrance entrance = entrance(Json.createObjectBuilder().add("trust", "network").build())) {
            entrance.open(List.of(transport), Optional.empty());
            entrance.ready(channel -> trusted.add(channel.peer().trust()));
            transport.offer();
        }
        assertEquals(List.of(Peer.Trust.NETWORK), trusted);
    }
}
