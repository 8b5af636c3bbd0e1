package sh.paseo.hosting;

import java.util.Optional;
import sh.paseo.websocket.ByteBudget;
import sh.paseo.websocket.ConnectionWatch;

/**
 * What all listeners have in common: the limits and the counts of wrong passwords hold over all of them together.
 *
 * @param tls what TCP listeners speak; empty for plain connections
 */
record Shared(HostingLimits limits, PasswordGate passwords, Optional<ServerTls> tls, Strangers strangers, Deadline deadline,
        ByteBudget budget,
        ConnectionWatch watch) {
    static Shared of(HostingLimits limits, Optional<PasswordCheck> password, Optional<CertificateSource> certificate) {
        return new Shared(limits, new PasswordGate(password),
                certificate.map(source -> new ServerTls(source, System::nanoTime)), new Strangers(limits.strangers(), limits.perAddress()),
                new Deadline(),
                new ByteBudget(limits.bytesInFlight()), new ConnectionWatch());
    }
}
