package sh.paseo.websocket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import sh.paseo.api.transport.Frame;
import sh.paseo.api.transport.Peer;

/** A server on a real socket, without the HTTP handshake: what it speaks from the first byte on are frames. */
final class EchoEndpoint implements AutoCloseable {
    static final Peer PEER = new Peer(Peer.Trust.LOOPBACK, "LOOPBACK", "test");

    private final ServerSocketChannel server;
    private final Supplier<WebSocketCodec> codecs;
    private final WebSocketLimits limits;
    private final Consumer<WebSocketConnection> handler;
    final ConnectionWatch watch = new ConnectionWatch();

    private EchoEndpoint(ServerSocketChannel server, Supplier<WebSocketCodec> codecs, WebSocketLimits limits,
            Consumer<WebSocketConnection> handler) {
        this.server = server;
        this.codecs = codecs;
        this.limits = limits;
        this.handler = handler;
        Thread.ofVirtual().name("echo").start(this::accept);
    }

    static EchoEndpoint tcp(Supplier<WebSocketCodec> codecs, WebSocketLimits limits) throws IOException {
        return tcp(codecs, limits, EchoEndpoint::echo);
    }

    static EchoEndpoint tcp(Supplier<WebSocketCodec> codecs, WebSocketLimits limits, Consumer<WebSocketConnection> handler)
            throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return new EchoEndpoint(server, codecs, limits, handler);
    }

    static EchoEndpoint unix(Path path, Supplier<WebSocketCodec> codecs, WebSocketLimits limits) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        return new EchoEndpoint(server, codecs, limits, EchoEndpoint::echo);
    }

    SocketAddress address() {
        try {
            return server.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void echo(WebSocketConnection connection) {
        for (Optional<Frame> frame = connection.receive(); frame.isPresent(); frame = connection.receive()) {
            connection.send(frame.get());
        }
        connection.finish();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = server.accept();
                WebSocketConnection connection = new WebSocketConnection(new ChannelStream(channel), codecs.get(), PEER, limits, watch);
                Thread.ofVirtual().start(() -> handler.accept(connection));
            }
        } catch (ClosedChannelException e) {
            // The test is over.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        watch.close();
    }
}
