package sh.paseo.cli.client;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sh.paseo.api.transport.CloseReason;
import sh.paseo.api.transport.Frame;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.websocket.ClientOptions;
import sh.paseo.websocket.ConnectionWatch;
import sh.paseo.websocket.WebSocketClient;
import sh.paseo.websocket.WebSocketConnection;
import sh.paseo.websocket.WebSocketException;
import sh.paseo.websocket.WebSocketLimits;
import sh.paseo.websocket.WebSocketTimes;

/**
 * Opens wires over the WebSocket of a daemon.
 *
 * <p><b>Source:</b> spec/wire/01 §3.
 */
public final class SocketDial implements Dial {
    private static final String BEARER = "paseo.bearer.";

    /** A daemon that is silent is asked after so long whether it is there, and taken for gone after three times as long. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(20);

    private final ConnectionWatch watch = new ConnectionWatch();
    private final WebSocketLimits limits;

    /** With the usual patience for a silent daemon. */
    public SocketDial() {
        this(KEEP_ALIVE);
    }

    /** A silent daemon is taken for gone after three times so long. */
    public SocketDial(Duration keepAlive) {
        limits = WebSocketLimits.DEFAULT.withTimes(WebSocketTimes.DEFAULT.withKeepAlive(keepAlive));
    }

    @Override
    public Wire dial(Target target, Duration timeout) throws IOException {
        try {
            ClientOptions options = options(target, timeout);
            return new SocketWire(target instanceof Target.Tcp tcp && tcp.tls().isPresent() ? TlsDial.connect(tcp, options, limits, watch)
                    : WebSocketClient.connect(address(target), options, limits, watch));
        } catch (WebSocketException failed) {
            boolean nobody = failed.code() == WebSocketException.Code.UNREACHABLE && failed.getCause() != null;
            throw new IOException(nobody ? failed.getCause().getMessage() : failed.getMessage(), failed);
        }
    }

    private static ListenAddress address(Target target) {
        // Not a switch over types: the class it makes at run time is in no cache and costs a short command several milliseconds.
        if (target instanceof Target.Unix unix) {
            return new ListenAddress.Unix(unix.path());
        }
        Target.Tcp tcp = (Target.Tcp) target;
        return new ListenAddress.Tcp(tcp.host(), tcp.port());
    }

    private static ClientOptions options(Target target, Duration timeout) throws IOException {
        ClientOptions options = ClientOptions.DEFAULT.withTimeout(timeout);
        Optional<String> password = target instanceof Target.Tcp tcp ? tcp.password() : Optional.empty();
        if (password.isEmpty()) {
            return options;
        }
        if (!ClientOptions.isToken(password.get())) {
            throw new IOException("this password has characters that cannot be sent; use letters, digits and -._~+");
        }
        return options.withSubprotocols(List.of(BEARER + password.get()));
    }

    private record SocketWire(WebSocketConnection socket) implements Wire {
        @Override
        public void send(String text) {
            socket.send(Frame.Text.of(text));
        }

        @Override
        public Optional<String> receive() {
            Optional<Frame> frame = socket.receive();
            return frame.map(received -> new String(received.bytes(), java.nio.charset.StandardCharsets.UTF_8));
        }

        @Override
        public Optional<CloseReason> farewell() {
            return socket.farewell();
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
