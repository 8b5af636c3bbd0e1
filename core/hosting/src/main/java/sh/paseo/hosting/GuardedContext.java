package sh.paseo.hosting;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import sh.paseo.websocket.ByteStream;

/** A connection as Helidon's HTTP/1.1 sees it: reading goes through the {@link HeadReader}. */
final class GuardedContext implements ConnectionContext {
    private final ConnectionContext context;
    private final HeadReader heads;
    private final Streams streams;
    private final Strangers.Place place;
    private final DataReader reader;

    GuardedContext(ConnectionContext context, Streams streams, HeadReader heads, Strangers.Place place) {
        this.context = context;
        this.streams = streams;
        this.heads = heads;
        this.place = place;
        this.reader = DataReader.create(heads);
    }

    HeadReader heads() {
        return heads;
    }

    ByteStream stream() {
        return streams.stream();
    }

    Optional<TlsStream> tls() {
        return streams.tls();
    }

    Strangers.Place place() {
        return place;
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public ListenerContext listenerContext() {
        return context.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return context.executor();
    }

    @Override
    public DataWriter dataWriter() {
        return streams.writer();
    }

    @Override
    public Router router() {
        return context.router();
    }

    @Override
    public HelidonSocket serverSocket() {
        return context.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return context.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return context.localPeer();
    }

    @Override
    public boolean isSecure() {
        return streams.tls().isPresent();
    }

    @Override
    public String socketId() {
        return context.socketId();
    }

    @Override
    public String childSocketId() {
        return context.childSocketId();
    }
}
