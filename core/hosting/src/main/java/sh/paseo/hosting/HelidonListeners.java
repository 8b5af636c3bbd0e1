package sh.paseo.hosting;

import java.util.Optional;
import sh.paseo.api.transport.Acceptor;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.api.transport.Listeners;

/**
 * Listeners on Helidon: one server for each address, all behind one gate, one acceptor and one set of limits.
 *
 * <p><b>Thread</b>: any.
 */
public final class HelidonListeners implements Listeners, AutoCloseable {
    private final RequestGate gate;
    private final Routes routes;
    private final Acceptor acceptor;
    private final Shared shared;

    /**
     * <b>Errors</b>: {@link IllegalArgumentException} if there is a source of certificates and none that can be used.
     *
     * @param password    asks whoever comes over a network; empty to ask nobody
     * @param certificate for TLS on every TCP address; empty for plain connections. A Unix socket is always plain
     */
    public HelidonListeners(RequestGate gate, Optional<PasswordCheck> password, Optional<CertificateSource> certificate, Routes routes,
            Acceptor acceptor, HostingLimits limits) {
        this.gate = gate;
        this.routes = routes;
        this.acceptor = acceptor;
        this.shared = Shared.of(limits, password, certificate);
    }

    @Override
    public Listener open(ListenAddress address) {
        return HelidonListener.open(address, gate, routes, acceptor, shared);
    }

    /** Sockets that have not said hello yet. */
    public int strangers() {
        return shared.strangers().count();
    }

    /** Ends the threads and cuts what is still connected; listeners are closed by who opened them. */
    @Override
    public void close() {
        shared.watch().close();
        shared.deadline().close();
    }
}
