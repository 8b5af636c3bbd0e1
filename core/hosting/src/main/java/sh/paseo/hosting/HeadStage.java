package sh.paseo.hosting;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Puts the {@link HeadReader} before Helidon's HTTP/1.1. It has to be the listener's only selector: with one candidate Helidon asks
 * it at once, with two it reads and sniffs first, without a deadline.
 */
final class HeadStage implements ServerConnectionSelector {
    private final ServerConnectionSelector http;
    private final RequestGate gate;
    private final Supplier<String> listening;
    private final Optional<ServerTls> tls;
    private final Strangers strangers;
    private final PasswordGate passwords;
    private final Deadline deadline;
    private final HostingLimits.Times times;

    HeadStage(ServerConnectionSelector http, RequestGate gate, Supplier<String> listening, Shared shared) {
        this.http = http;
        this.gate = gate;
        this.listening = listening;
        this.tls = shared.tls();
        this.strangers = shared.strangers();
        this.passwords = shared.passwords();
        this.deadline = shared.deadline();
        this.times = shared.limits().times();
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        SocketAddress remote = context.remotePeer().address();
        boolean unix = remote instanceof UnixDomainSocketAddress;
        Strangers.Place place = strangers.enter(remote);
        if (tls.isEmpty() || unix) {
            return guarded(context, Streams.plain(context), place);
        }
        if (!place.admitted()) {
            // An answer would need the handshake, which costs more than all that is saved by turning them away.
            throw new CloseConnectionException("too many strangers");
        }
        return guarded(context, Streams.secure(context, tls.get().engine(), deadline, times.linger()), place);
    }

    private ServerConnection guarded(ConnectionContext context, Streams streams, Strangers.Place place) {
        SocketAddress remote = context.remotePeer().address();
        RequestGate.Entry entry = new RequestGate.Entry(listening.get(), streams.tls().isPresent());
        HeadReader heads = new HeadReader(streams.stream(), deadline, times,
                head -> passwords.judge(head, gate.judge(head, entry), remote));
        GuardedContext guarded = new GuardedContext(context, streams, heads, place);
        return new GuardedConnection(http.connection(guarded), guarded, times.head());
    }
}
