package sh.paseo.daemon.config;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import sh.paseo.api.ProviderId;
import sh.paseo.api.TransportId;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.crypto.BcryptHash;
import sh.paseo.hosting.HostRules;
import sh.paseo.hosting.HostingLimits;
import sh.paseo.hosting.Origin;

/**
 * The configuration as the daemon uses it.
 *
 * @param daemon     {@code daemon} of the file: who may connect, and how
 * @param agents     {@code agents} of the file
 * @param pinned     the SHA-256 that each plugin must have, by id; empty if any may be loaded
 * @param transports each transport's section
 * @param warnings   what is odd but no error, for the log
 */
public record Config(Daemon daemon, Agents agents, Set<String> disabledPlugins, Optional<Map<String, String>> pinned,
        Map<TransportId, JsonObject> transports, List<String> warnings) {
    /**
     * Who may connect, and how.
     *
     * @param hosts    which Host headers are let in beside the defaults
     * @param origins  which pages of others may talk to the daemon
     * @param password what clients must give; empty if they need nothing
     * @param tls      the files to serve TLS from on TCP addresses; empty for none
     */
    public record Daemon(List<ListenAddress> listen, HostRules hosts, Set<Origin> origins, Optional<Password> password, Optional<Tls> tls,
            HostingLimits limits) {
        public Daemon {
            listen = List.copyOf(listen);
            Objects.requireNonNull(hosts);
            origins = Set.copyOf(origins);
            Objects.requireNonNull(password);
            Objects.requireNonNull(tls);
            Objects.requireNonNull(limits);
        }
    }

    /** A password as it is known here: from the file hashed, from the environment as it is. Neither is ever printed. */
    public sealed interface Password {
        record Hashed(BcryptHash hash) implements Password {}

        record Plain(String text) implements Password {
            @Override
            public String toString() {
                return "Plain";
            }
        }
    }

    /** PEM files: the certificate with its chain, and its private key. */
    public record Tls(Path certificate, Path key) {}

    /**
     * What concerns agents.
     *
     * @param outlive   whether agents go on when the daemon ends other than by a stop
     * @param idleAfter how long an agent has nothing to do before its process is ended; empty for never
     */
    public record Agents(Optional<String> defaultProvider, Map<ProviderId, JsonObject> providers, boolean outlive,
            Optional<Duration> idleAfter) {
        /** What holds without a configuration. */
        public static final Agents DEFAULT = new Agents(Optional.empty(), Map.of(), true, Optional.of(Duration.ofMinutes(15)));

        public Agents {
            Objects.requireNonNull(defaultProvider);
            providers = Map.copyOf(providers);
            Objects.requireNonNull(idleAfter);
        }

        /** The provider's section; empty if there is none. */
        public JsonObject section(ProviderId provider) {
            return providers.getOrDefault(provider, JsonValue.EMPTY_JSON_OBJECT);
        }

        public boolean enabled(ProviderId provider) {
            return section(provider).getBoolean("enabled", true);
        }
    }

    public Config {
        Objects.requireNonNull(daemon);
        Objects.requireNonNull(agents);
        disabledPlugins = Set.copyOf(disabledPlugins);
        pinned = pinned.map(Map::copyOf);
        transports = Map.copyOf(transports);
        warnings = List.copyOf(warnings);
    }
}
