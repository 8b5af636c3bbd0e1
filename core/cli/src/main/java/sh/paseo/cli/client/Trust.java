package sh.paseo.cli.client;

import java.nio.file.Path;

/** Whose certificate is taken when a daemon is reached by TLS. */
public sealed interface Trust {
    /** One for the host that is dialled, signed by an authority that the JDK knows. */
    record Known() implements Trust {}

    /** One for the host that is dialled, signed by an authority in this PEM file; no other authority counts. */
    record Authority(Path file) implements Trust {}

    /** Exactly the first one in this PEM file, whatever it says of hosts: that of the daemon of this home, which wrote the path down. */
    record Exactly(Path file) implements Trust {}
}
