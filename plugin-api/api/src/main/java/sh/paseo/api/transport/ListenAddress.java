package sh.paseo.api.transport;

import java.nio.file.Path;
import java.util.Objects;

/** An address to listen on. */
public sealed interface ListenAddress {
    /** A TCP address; port 0 lets the system choose. */
    record Tcp(String host, int port) implements ListenAddress {
        public Tcp {
            Objects.requireNonNull(host);
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
            }
        }

        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** A Unix domain socket. */
    record Unix(Path path) implements ListenAddress {
        public Unix {
            Objects.requireNonNull(path);
        }

        @Override
        public String toString() {
            return "unix://" + path;
        }
    }
}
