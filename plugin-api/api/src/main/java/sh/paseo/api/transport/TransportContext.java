package sh.paseo.api.transport;

import jakarta.json.JsonObject;
import java.time.InstantSource;
import java.util.List;

/** What the host lends to a transport. <b>Thread</b>: any. */
public interface TransportContext {
    /** The addresses of {@code daemon.listen}; a transport opens those it knows and leaves the others. */
    List<ListenAddress> addresses();

    Listeners listeners();

    /** The sink for every channel that a transport makes by itself. */
    Acceptor acceptor();

    /** The transport's own section of the configuration; empty if there is none. */
    JsonObject settings();

    InstantSource clock();

    System.Logger log();
}
