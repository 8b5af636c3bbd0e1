package sh.paseo.hosting;

import io.helidon.common.buffers.DataWriter;
import io.helidon.webserver.ConnectionContext;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import sh.paseo.websocket.ByteStream;

/**
 * How a connection is read and written.
 *
 * @param stream what the peer says, without TLS
 * @param writer the same for what Helidon says
 * @param tls    the TLS below, which needs its handshake first; empty for plain connections
 */
record Streams(ByteStream stream, DataWriter writer, Optional<TlsStream> tls) {
    static Streams plain(ConnectionContext context) {
        return new Streams(new HelidonStream(context), context.dataWriter(), Optional.empty());
    }

    static Streams secure(ConnectionContext context, SSLEngine engine, Deadline deadline, Duration linger) {
        TlsStream tls = new TlsStream(new HelidonStream(context), engine, deadline, linger);
        return new Streams(tls, new TlsWriter(tls), Optional.of(tls));
    }
}
