package sh.paseo.hosting;

import io.helidon.common.socket.SocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketOption;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/**
 * What Helidon asks about each accepted socket, on the accepting thread and before any byte is read: the one place where a socket
 * can be turned away without costing more. What is thrown here closes that socket only.
 */
final class AcceptedSockets implements SocketOptions {
    private final SocketOptions options = SocketOptions.builder().tcpNoDelay(true).build();
    private final Descriptors descriptors;
    private final Optional<ServerTls> tls;

    AcceptedSockets(Descriptors descriptors, Optional<ServerTls> tls) {
        this.descriptors = descriptors;
        this.tls = tls;
    }

    @Override
    public void configureSocket(SocketChannel socket) {
        if (!descriptors.enough()) {
            throw new IllegalStateException("no file descriptors left for another connection");
        }
        options.configureSocket(socket);
        try {
            if (socket.getLocalAddress() instanceof UnixDomainSocketAddress unix) {
                refuseOthers(socket, unix.getPath());
            } else {
                // Here, since no connection's own thread may read files.
                tls.ifPresent(ServerTls::refresh);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whoever comes by the Unix socket is taken for the user, so it must be the user, or root, who can be the user at any time. */
    private static void refuseOthers(SocketChannel socket, Path file) throws IOException {
        UserPrincipal peer = socket.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        if (peer.equals(Files.getOwner(file, LinkOption.NOFOLLOW_LINKS))) {
            return;
        }
        if (!peer.equals(file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("root"))) {
            throw new IllegalStateException("connection of another user: " + peer.getName());
        }
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return options.socketOptions();
    }

    @Override
    public Duration connectTimeout() {
        return options.connectTimeout();
    }

    @Override
    public Duration readTimeout() {
        return options.readTimeout();
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return options.socketReceiveBufferSize();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return options.socketSendBufferSize();
    }

    @Override
    public boolean socketReuseAddress() {
        return options.socketReuseAddress();
    }

    @Override
    public boolean socketKeepAlive() {
        return options.socketKeepAlive();
    }

    @Override
    public boolean tcpNoDelay() {
        return options.tcpNoDelay();
    }
}
