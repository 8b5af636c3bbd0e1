package sh.paseo.hosting;

import java.util.Objects;
import java.util.Set;

/** Whom the gate lets in: {@code allowedHosts} and {@code cors.allowedOrigins} of the configuration. */
public record GatePolicy(HostRules hosts, Set<Origin> origins) {
    /** This machine's names and addresses, no foreign pages. */
    public static final GatePolicy DEFAULT = new GatePolicy(HostRules.DEFAULT, Set.of());

    public GatePolicy {
        Objects.requireNonNull(hosts);
        origins = Set.copyOf(origins);
    }
}
