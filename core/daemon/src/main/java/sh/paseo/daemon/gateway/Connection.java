package sh.paseo.daemon.gateway;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import sh.paseo.api.transport.CloseReason;
import sh.paseo.api.transport.Frame;
import sh.paseo.api.transport.MessageChannel;
import sh.paseo.api.transport.Peer;
import sh.paseo.hosting.HostedChannel;
import sh.paseo.protocol.Codec;
import sh.paseo.protocol.Inbound;
import sh.paseo.protocol.Payload;
import sh.paseo.protocol.ProtocolException;
import sh.paseo.protocol.connection.ConnectionPayload;
import sh.paseo.protocol.connection.Greeting;

/**
 * One socket, from its first message to its last.
 *
 * <pre>
 *   STRANGER --hello--> ACTIVE --channel ends--> over
 *      |__ no hello in time, or anything else __^
 * </pre>
 *
 * <p><b>Thread</b>: the one that accepted the channel; every frame that was received is handled before the socket is let go.
 */
final class Connection {
    private static final System.Logger LOG = System.getLogger(Connection.class.getName());
    private static final CloseReason INVALID_HELLO = new CloseReason(4002, "Invalid hello");
    private static final CloseReason UNVERIFIED = new CloseReason(4401, "Not verified");
    private static final CloseReason TOO_MANY = new CloseReason(4429, "Too many sockets in this session");

    private final MessageChannel channel;
    private final ClientOutbox outbox;
    private final Gateway gateway;
    private volatile Optional<ClientSession> session = Optional.empty();

    Connection(MessageChannel channel, ClientOutbox outbox, Gateway gateway) {
        this.channel = channel;
        this.outbox = outbox;
        this.gateway = gateway;
    }

    void serve() {
        CompletableFuture.delayedExecutor(gateway.helloLimit().toMillis(), TimeUnit.MILLISECONDS).execute(() -> {
            if (session.isEmpty()) {
                Thread.startVirtualThread(() -> channel.close(new CloseReason(4001, "Hello timeout")));
            }
        });
        try {
            Optional<Frame> frame = channel.receive();
            while (frame.isPresent()) {
                handle(frame.get());
                frame = channel.receive();
            }
        } finally {
            session.ifPresent(s -> gateway.sessions().leave(s, outbox));
            outbox.close();
        }
    }

    private void handle(Frame frame) {
        Inbound inbound;
        try {
            inbound = gateway.codec().decode(frame.bytes());
        } catch (ProtocolException refused) {
            refuse(refused);
            return;
        }
        switch (inbound) {
            case Inbound.Ping() -> outbox.offer(new Frame.Text(Codec.pong()));
            case Inbound.Ignored() -> {
            }
            case Inbound.Hello(Greeting greeting) -> hello(greeting);
            case Inbound.Session(var request) -> session.ifPresentOrElse(s -> gateway.router().route(s, request),
                    () -> channel.close(new CloseReason(4002, "Session message before hello")));
        }
    }

    private void hello(Greeting greeting) {
        if (session.isPresent()) {
            channel.close(new CloseReason(4002, "Unexpected hello"));
        } else if (greeting.clientId().isBlank()) {
            channel.close(INVALID_HELLO);
        } else if (greeting.protocolVersion() != 1) {
            channel.close(new CloseReason(4003, "Incompatible protocol version"));
        } else if (channel.peer().trust() == Peer.Trust.UNVERIFIED) {
            channel.close(UNVERIFIED);
        } else {
            session = gateway.sessions().join(channel.peer(), greeting, outbox);
            session.ifPresentOrElse(joined -> welcome(), () -> channel.close(TOO_MANY));
        }
    }

    private void welcome() {
        if (channel instanceof HostedChannel hosted) {
            hosted.greeted();
        }
        outbox.offer(new Frame.Text(gateway.codec().encode(gateway.serverInfo())));
    }

    /** Before hello a bad message ends the socket; later it is answered. */
    private void refuse(ProtocolException refused) {
        LOG.log(Level.DEBUG, () -> "refused a message from " + channel.peer().address() + ": " + refused.getMessage());
        if (session.isEmpty()) {
            boolean early = refused.code() == ProtocolException.Code.UNSUPPORTED || refused.requestType().isPresent();
            channel.close(early ? new CloseReason(4002, "Session message before hello") : INVALID_HELLO);
            return;
        }
        Payload answer = refused.requestId().<Payload>map(id -> new ConnectionPayload.RpcError(id, refused.requestType(),
                refused.getMessage(), code(refused))).orElseGet(() -> ConnectionPayload.Invalid.of(refused.getMessage()));
        outbox.offer(new Frame.Text(gateway.codec().encode(answer)));
    }

    private static String code(ProtocolException refused) {
        return switch (refused.code()) {
            case UNSUPPORTED -> "unsupported";
            case INVALID -> refused.requestType().isPresent() ? "unknown_schema" : "invalid_message";
            case MALFORMED -> "invalid_message";
        };
    }
}
