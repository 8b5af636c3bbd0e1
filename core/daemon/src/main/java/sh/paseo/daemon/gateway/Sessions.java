package sh.paseo.daemon.gateway;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import sh.paseo.api.transport.Peer;
import sh.paseo.protocol.connection.Greeting;

/** The clients' sessions. A hello joins the session of its client id only with the same trust and identity. <b>Thread</b>: any. */
final class Sessions {
    /** How long a session outlives its last socket. */
    static final Duration GRACE = Duration.ofSeconds(90);
    static final int MAX_SOCKETS = 64;

    private final Map<String, ClientSession> sessions = new ConcurrentHashMap<>();
    private final Duration grace;

    Sessions(Duration grace) {
        this.grace = grace;
    }

    Collection<ClientSession> all() {
        return sessions.values();
    }

    /** The client's session with this socket in it; empty if it has too many sockets already. */
    Optional<ClientSession> join(Peer peer, Greeting greeting, ClientOutbox socket) {
        String key = peer.trust() + "/" + peer.identity() + "/" + greeting.clientId().strip();
        ClientSession session = sessions.compute(key, (k, existing) -> {
            ClientSession joined = existing == null ? new ClientSession(k, greeting) : existing;
            if (joined.sockets() < MAX_SOCKETS) {
                joined.attach(socket, greeting);
                return joined;
            }
            return existing;
        });
        return session.has(socket) ? Optional.of(session) : Optional.empty();
    }

    /** A socket is gone; when it was the last one the session follows after the grace. */
    void leave(ClientSession session, ClientOutbox socket) {
        session.detach(socket);
        if (session.sockets() == 0) {
            CompletableFuture.delayedExecutor(grace.toMillis(), TimeUnit.MILLISECONDS).execute(
                    () -> sessions.computeIfPresent(session.key(), (key, s) -> s == session && s.sockets() == 0 ? null : s));
        }
    }
}
