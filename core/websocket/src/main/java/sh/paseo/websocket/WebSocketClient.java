package sh.paseo.websocket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.api.transport.MessageChannel;
import sh.paseo.api.transport.Peer;

/**
 * The client role over TCP and Unix domain sockets.
 *
 * <p>A command that lives for a tenth of a second pays for every class it loads: plain sockets, no regular expressions, no logging.
 */
public final class WebSocketClient {
    private WebSocketClient() {}

    /**
     * Connects and does the handshake.
     *
     * <p><b>Errors</b>: {@link WebSocketException} with {@code UNREACHABLE}, {@code TIMEOUT} or, with the server's answer,
     * {@code REFUSED}; nothing is open then.
     */
    public static MessageChannel connect(ListenAddress address, ClientOptions options) {
        return connect(address, options, WebSocketLimits.DEFAULT, new ConnectionWatch());
    }

    /** As above for a program with many connections. */
    public static WebSocketConnection connect(ListenAddress address, ClientOptions options, WebSocketLimits limits,
            ConnectionWatch watch) {
        return address instanceof ListenAddress.Unix unix ? overUnix(unix.path(), options, limits, watch)
                : overTcp((ListenAddress.Tcp) address, Optional.empty(), options, limits, watch);
    }

    /** As above over TCP with something between, as TLS. */
    public static WebSocketConnection connect(ListenAddress.Tcp address, SocketLayer layer, ClientOptions options, WebSocketLimits limits,
            ConnectionWatch watch) {
        return overTcp(address, Optional.of(layer), options, limits, watch);
    }

    private static WebSocketConnection overTcp(ListenAddress.Tcp address, Optional<SocketLayer> layer, ClientOptions options,
            WebSocketLimits limits, ConnectionWatch watch) {
        // The daemon is never behind a proxy, and asking for one loads its settings.
        Socket socket = new Socket(Proxy.NO_PROXY);
        try {
            int millis = (int) Math.min(Integer.MAX_VALUE, options.timeout().toMillis());
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address.host(), address.port()), millis);
            socket.setSoTimeout(millis);
            ByteStream stream = layer.isPresent() ? layer.get().over(socket, address.host()) : new SocketStream(socket);
            ClientHandshake handshake = new ClientHandshake(stream, address.toString(), options);
            handshake.run();
            socket.setSoTimeout(0);
            return open(stream, handshake, limits, watch, address.toString());
        } catch (SocketTimeoutException e) {
            Quiet.close(socket);
            throw timeout(address, options, e);
        } catch (IOException e) {
            Quiet.close(socket);
            throw unreachable(address, e);
        } catch (WebSocketException e) {
            Quiet.close(socket);
            throw e;
        }
    }

    private static WebSocketConnection overUnix(Path path, ClientOptions options, WebSocketLimits limits, ConnectionWatch watch) {
        ListenAddress.Unix address = new ListenAddress.Unix(path);
        SocketChannel channel;
        try {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        } catch (IOException e) {
            throw unreachable(address, e);
        }
        Alarm alarm = new Alarm(channel, options);
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
            ChannelStream stream = new ChannelStream(channel);
            ClientHandshake handshake = new ClientHandshake(stream, "localhost", options);
            handshake.run();
            if (!alarm.off()) {
                throw new SocketTimeoutException();
            }
            return open(stream, handshake, limits, watch, address.toString());
        } catch (IOException e) {
            boolean rang = !alarm.off();
            Quiet.close(channel);
            throw rang ? timeout(address, options, e) : unreachable(address, e);
        } catch (WebSocketException e) {
            alarm.off();
            Quiet.close(channel);
            throw e;
        }
    }

    private static WebSocketConnection open(ByteStream stream, ClientHandshake handshake, WebSocketLimits limits,
            ConnectionWatch watch, String address) {
        Rfc6455Codec codec = new Rfc6455Codec(Role.CLIENT, limits, ByteBudget.unlimited());
        Peer daemon = new Peer(Peer.Trust.UNVERIFIED, address, address);
        WebSocketConnection connection = new WebSocketConnection(stream, codec, daemon, limits, watch);
        handshake.handOver(connection);
        return connection;
    }

    private static WebSocketException unreachable(ListenAddress address, IOException e) {
        return new WebSocketException(WebSocketException.Code.UNREACHABLE, "cannot connect to " + address + ": " + e.getMessage(), e);
    }

    private static WebSocketException timeout(ListenAddress address, ClientOptions options, IOException e) {
        return new WebSocketException(WebSocketException.Code.TIMEOUT,
                "no answer from " + address + " within " + options.timeout().toMillis() + " ms", e);
    }

    /** Closes a channel unless it is switched off in time: Unix domain sockets have no read timeout. */
    private static final class Alarm implements Runnable {
        private final SocketChannel channel;
        private final long due;
        private final Thread thread;
        private boolean off;
        private boolean rang;

        Alarm(SocketChannel channel, ClientOptions options) {
            this.channel = channel;
            this.due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(options.timeout().toMillis());
            this.thread = Thread.ofPlatform().daemon().name("websocket-handshake").unstarted(this);
            thread.start();
        }

        @Override
        public void run() {
            while (due - System.nanoTime() > 0 && !isOff()) {
                LockSupport.parkNanos(this, due - System.nanoTime());
            }
            ring();
        }

        private synchronized boolean isOff() {
            return off;
        }

        private synchronized void ring() {
            if (!off) {
                rang = true;
                Quiet.close(channel);
            }
        }

        /** False if it rang before. */
        synchronized boolean off() {
            off = true;
            LockSupport.unpark(thread);
            return !rang;
        }
    }
}
