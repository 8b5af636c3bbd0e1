package sh.paseo.hosting;

import java.util.Map;
import java.util.Optional;
import sh.paseo.api.transport.Acceptor;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.api.transport.Listeners;
import sh.paseo.api.transport.MessageChannel;

/** A real listener on a free port that sends every message back. */
final class EchoServer implements AutoCloseable {
    final HelidonListeners listeners;
    private final Listeners.Listener listener;

    EchoServer(GatePolicy policy) {
        this(policy, HostingLimits.DEFAULT);
    }

    EchoServer(GatePolicy policy, HostingLimits limits) {
        this(policy, limits, EchoServer::echo);
    }

    private static void echo(MessageChannel channel) {
        ((HostedChannel) channel).greeted();
        for (var frame = channel.receive(); frame.isPresent(); frame = channel.receive()) {
            channel.send(frame.get());
        }
    }

    EchoServer(GatePolicy policy, HostingLimits limits, Acceptor acceptor) {
        this(policy, Optional.empty(), limits, acceptor);
    }

    EchoServer(GatePolicy policy, Optional<PasswordCheck> password, HostingLimits limits, Acceptor acceptor) {
        this(policy, password, Optional.empty(), limits, acceptor);
    }

    /** One that speaks TLS. */
    static EchoServer secure(CertificateSource certificate, HostingLimits limits) {
        return new EchoServer(GatePolicy.DEFAULT, Optional.empty(), Optional.of(certificate), limits, EchoServer::echo);
    }

    private EchoServer(GatePolicy policy, Optional<PasswordCheck> password, Optional<CertificateSource> certificate, HostingLimits limits,
            Acceptor acceptor) {
        Routes routes = Routes.reading(Map.of("/api/health", head -> HttpAnswer.json(200, "{\"status\":\"ok\"}"),
                "/api/status", head -> HttpAnswer.json(200, "{}")));
        listeners = new HelidonListeners(new RequestGate(policy), password, certificate, routes, acceptor, limits);
        listener = listeners.open(new ListenAddress.Tcp("127.0.0.1", 0));
    }

    ListenAddress.Tcp address() {
        return (ListenAddress.Tcp) listener.address();
    }

    int port() {
        return address().port();
    }

    void closeListener() {
        listener.close();
    }

    @Override
    public void close() {
        listener.close();
        listeners.close();
    }
}
