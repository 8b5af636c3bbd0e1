package sh.paseo.hosting;

import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sh.paseo.api.PluginException;
import sh.paseo.api.transport.Acceptor;
import sh.paseo.api.transport.CloseReason;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.api.transport.Listeners;

/** One Helidon server on one address. Helidon cannot add an address to a running server, nor start a stopped one again. */
final class HelidonListener implements Listeners.Listener {
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final int BACKLOG = 1024;

    private final WebServer server;
    private final ListenAddress address;
    private final Set<HostedChannel> channels;

    private HelidonListener(WebServer server, ListenAddress address, Set<HostedChannel> channels) {
        this.server = server;
        this.address = address;
        this.channels = channels;
    }

    /** <b>Errors</b>: {@link PluginException} IO with the address and the system's reason. */
    static HelidonListener open(ListenAddress address, RequestGate gate, Routes routes, Acceptor acceptor, Shared shared) {
        HelidonDiscovery.off();
        SocketAddress socketAddress = resolve(address);
        tryToBind(address, socketAddress);
        Set<HostedChannel> channels = ConcurrentHashMap.newKeySet();
        var http = Http1ConnectionSelector.builder()
                .config(Http1Config.builder()
                        .validateRequestHeaders(false)
                        .validatePrologue(false)
                        .validatePath(false)
                        .maxPrologueLength(HeadParser.MAX_LINE * 2)
                        .maxHeadersSize(HeadParser.MAX_HEADERS * 2)
                        .build())
                .addUpgrader(new WebSocketUpgrader(acceptor, shared, channels))
                .build();
        String listening = address instanceof ListenAddress.Tcp tcp ? ownHost(tcp.host()) : "";
        WebServer server = WebServer.builder()
                .bindAddress(socketAddress)
                .backlog(BACKLOG)
                .shutdownHook(false)
                .shutdownGracePeriod(GRACE)
                .maxTcpConnections(shared.limits().connections())
                .useNio(!(address instanceof ListenAddress.Tcp))
                .connectionOptions(new AcceptedSockets(Descriptors.ofThisProcess(), shared.tls()))
                .featuresDiscoverServices(false)
                .protocolsDiscoverServices(false)
                .mediaContext(MediaContext.builder().mediaSupportsDiscoverServices(false).build())
                .contentEncoding(ContentEncodingContext.builder().contentEncodingsDiscoverServices(false).build())
                .addConnectionSelector(new HeadStage(http, gate, () -> listening, shared))
                .routing(HttpRouting.builder().any(new RouteHandler(routes)))
                .build();
        server.start();
        if (!server.isRunning()) {
            throw new PluginException(PluginException.Code.IO, "cannot listen on " + address + ": somebody else took it just now");
        }
        ListenAddress bound = address instanceof ListenAddress.Tcp tcp ? new ListenAddress.Tcp(tcp.host(), server.port()) : address;
        return new HelidonListener(server, bound, channels);
    }

    private static SocketAddress resolve(ListenAddress address) {
        return switch (address) {
            case ListenAddress.Tcp tcp -> {
                InetSocketAddress inet = new InetSocketAddress(tcp.host(), tcp.port());
                if (inet.isUnresolved()) {
                    throw new PluginException(PluginException.Code.IO, "cannot listen on " + address + ": unknown host " + tcp.host());
                }
                yield inet;
            }
            case ListenAddress.Unix unix -> UnixDomainSocketAddress.of(unix.path());
        };
    }

    /** Helidon logs why it could not start, but does not tell its caller. */
    private static void tryToBind(ListenAddress address, SocketAddress socketAddress) {
        if (!(socketAddress instanceof InetSocketAddress inet) || inet.getPort() == 0) {
            return;
        }
        try (ServerSocketChannel probe = ServerSocketChannel.open()) {
            probe.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            probe.bind(inet);
        } catch (IOException e) {
            throw new PluginException(PluginException.Code.IO, "cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    /** The host as it appears in an {@link Authority}; a name if it is neither kind of address. */
    private static String ownHost(String host) {
        return IpLiteral.canonicalV6(host).orElse(host);
    }

    @Override
    public ListenAddress address() {
        return address;
    }

    @Override
    public void close() {
        for (HostedChannel channel : channels) {
            channel.close(CloseReason.GOING_AWAY);
        }
        server.stop();
    }
}
