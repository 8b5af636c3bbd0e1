package sh.paseo.daemon.gateway;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import sh.paseo.api.AgentId;
import sh.paseo.api.transport.Frame;
import sh.paseo.protocol.agents.AgentSnapshot;
import sh.paseo.protocol.agents.Project;
import sh.paseo.protocol.connection.Greeting;

/**
 * One client over all its sockets: everything it is told goes to each of them. It outlives its last socket for a while, so that a
 * client that comes back finds its subscription.
 *
 * <p><b>Thread</b>: any.
 */
final class ClientSession {
    /** Clients older than this know three providers only. */
    private static final int[] ALL_PROVIDERS_SINCE = {0, 1, 45};

    private static final List<String> KNOWN_TO_ALL = List.of("claude", "codex", "opencode");

    private final String key;
    private final List<ClientOutbox> sockets = new CopyOnWriteArrayList<>();
    private volatile Greeting greeting;
    private volatile boolean knowsAll;
    private volatile Optional<Presence> presence = Optional.empty();
    private volatile Optional<Subscription> subscription = Optional.empty();

    ClientSession(String key, Greeting greeting) {
        this.key = key;
        this.greeting = greeting;
    }

    /** What the client wants to hear of; holds back until the list is sent that the updates belong to. */
    private static final class Subscription {
        private final AgentFilter filter;
        private Optional<List<Supplier<Frame>>> heldBack = Optional.of(new ArrayList<>());

        Subscription(AgentFilter filter) {
            this.filter = filter;
        }
    }

    String key() {
        return key;
    }

    String clientId() {
        return greeting.clientId().strip();
    }

    void attach(ClientOutbox socket, Greeting newest) {
        greeting = newest;
        knowsAll = newest.appVersion().map(ClientSession::knowsAll).orElse(false);
        sockets.add(socket);
    }

    void detach(ClientOutbox socket) {
        sockets.remove(socket);
    }

    boolean has(ClientOutbox socket) {
        return sockets.contains(socket);
    }

    int sockets() {
        return sockets.size();
    }

    boolean can(String capability) {
        return greeting.can(capability);
    }

    void presence(Presence next) {
        presence = Optional.of(next);
    }

    Optional<Presence> presence() {
        return presence;
    }

    /** Whether the client's version can show agents of this provider. */
    boolean knows(String provider) {
        return knowsAll || KNOWN_TO_ALL.contains(provider);
    }

    private static boolean knowsAll(String version) {
        String[] parts = version.split("-", 2)[0].split("\\.", -1);
        for (int i = 0; i < ALL_PROVIDERS_SINCE.length; i++) {
            int part = i < parts.length && parts[i].matches("\\d{1,9}") ? Integer.parseInt(parts[i]) : 0;
            if (part != ALL_PROVIDERS_SINCE[i]) {
                return part > ALL_PROVIDERS_SINCE[i];
            }
        }
        return true;
    }

    boolean hears(AgentId agent, String provider, Instant now) {
        return !sockets.isEmpty() && knows(provider) && presence.map(p -> p.hears(agent.value(), now)).orElse(true);
    }

    void send(Frame frame) {
        sockets.forEach(socket -> socket.offer(frame));
    }

    void sendRow(AgentId agent, Supplier<Frame> frame) {
        sockets.forEach(socket -> socket.offerRow(agent, frame.get()));
    }

    /** From now on the client hears of agents that fit, but not before {@link #listed}. */
    void subscribe(AgentFilter filter) {
        subscription = Optional.of(new Subscription(filter));
    }

    /** The list is sent; what was held back follows. */
    void listed() {
        subscription.ifPresent(s -> {
            synchronized (s) {
                s.heldBack.ifPresent(frames -> frames.forEach(frame -> send(frame.get())));
                s.heldBack = Optional.empty();
            }
        });
    }

    /** An agent has changed: one that no longer fits the filter is told as removed. */
    void agentChanged(AgentSnapshot agent, Project project, Supplier<Frame> upsert, Supplier<Frame> remove) {
        subscription.filter(s -> knows(agent.provider())).ifPresent(s -> tell(s, s.filter.admits(agent, project) ? upsert : remove));
    }

    void agentRemoved(Supplier<Frame> remove) {
        subscription.ifPresent(s -> tell(s, remove));
    }

    private void tell(Subscription subscribed, Supplier<Frame> frame) {
        synchronized (subscribed) {
            if (subscribed.heldBack.isPresent()) {
                subscribed.heldBack.get().add(frame);
            } else {
                send(frame.get());
            }
        }
    }
}
