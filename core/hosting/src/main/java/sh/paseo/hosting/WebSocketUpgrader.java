package sh.paseo.hosting;

import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sh.paseo.api.transport.Acceptor;
import sh.paseo.api.transport.Peer;
import sh.paseo.websocket.ByteStream;
import sh.paseo.websocket.Rfc6455Codec;
import sh.paseo.websocket.Role;
import sh.paseo.websocket.ServerHandshake;
import sh.paseo.websocket.WebSocketConnection;

/**
 * Turns an admitted request for {@code /ws} into a message channel.
 *
 * <p>Helidon looks the {@code Upgrade} value up case-sensitively and runs no routing filter here; both do not matter, because the
 * {@link HeadReader} has judged the request and written the value itself.
 *
 * <p><b>Source</b>: RFC 6455, 4.2.
 */
final class WebSocketUpgrader implements Http1Upgrader {
    static final String PROTOCOL = "websocket";
    static final String PATH = "/ws";

    private final Acceptor acceptor;
    private final Shared shared;
    private final Set<HostedChannel> channels;

    WebSocketUpgrader(Acceptor acceptor, Shared shared, Set<HostedChannel> channels) {
        this.acceptor = acceptor;
        this.shared = shared;
        this.channels = channels;
    }

    @Override
    public String supportedProtocol() {
        return PROTOCOL;
    }

    @Override
    public ServerConnection upgrade(ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
        GuardedContext guarded = (GuardedContext) context;
        HttpHead head = HeadReader.CURRENT.get().head();
        HeadReader heads = guarded.heads();
        Optional<HttpAnswer> refusal = refusal(head);
        if (refusal.isPresent()) {
            throw heads.refuse(refusal.get(), false);
        }
        List<String> offers = offers(head);
        SocketAddress remote = context.remotePeer().address();
        byte[] answer = ServerHandshake.switching(head.header("Sec-WebSocket-Key").orElseThrow(),
                shared.passwords().subprotocol(offers, remote));
        byte[] behind = heads.rest();
        ByteStream stream = guarded.stream();
        try {
            stream.write(answer, 0, answer.length);
        } catch (IOException e) {
            throw new CloseConnectionException("the connection broke", e);
        }
        Rfc6455Codec codec = new Rfc6455Codec(Role.SERVER, shared.limits().webSocket(), shared.budget());
        Peer peer = Peers.of(remote);
        WebSocketConnection connection = new WebSocketConnection(
                new PushedBack(stream, behind), codec, peer, shared.limits().webSocket(), shared.watch());
        connection.messageLimit(Math.min(shared.limits().strangerBytes(), shared.limits().webSocket().messageBytes()));
        HostedChannel channel = new HostedChannel(connection, guarded.place(), shared.limits().webSocket().messageBytes());
        return new UpgradedConnection(channel, () -> shared.passwords().refusal(offers, remote), acceptor, channels);
    }

    private static Optional<HttpAnswer> refusal(HttpHead head) {
        if (!head.path().equals(PATH)) {
            // Two slashes look like an authority and are just a path nobody has.
            boolean nobodys = head.path().startsWith("//");
            return Optional.of(HttpAnswer.text(nobodys ? 404 : 400, nobodys ? "Not found" : "No WebSocket here"));
        }
        if (!head.method().equals("GET")) {
            return Optional.of(HttpAnswer.text(400, "A WebSocket starts with GET"));
        }
        List<String> versions = head.all("Sec-WebSocket-Version");
        if (versions.size() != 1 || !versions.getFirst().equals(ServerHandshake.VERSION)) {
            return Optional.of(HttpAnswer.text(426, "Only version 13 is spoken")
                    .with(new HttpHeader("Sec-WebSocket-Version", ServerHandshake.VERSION)));
        }
        List<String> keys = head.all("Sec-WebSocket-Key");
        if (keys.size() != 1 || !ServerHandshake.keyIsValid(keys.getFirst())) {
            return Optional.of(HttpAnswer.text(400, "Not a Sec-WebSocket-Key"));
        }
        boolean badOffer = offers(head).stream().anyMatch(offer -> !HeadParser.isToken(offer));
        return badOffer ? Optional.of(HttpAnswer.text(400, "Not a subprotocol")) : Optional.empty();
    }

    private static List<String> offers(HttpHead head) {
        return head.all("Sec-WebSocket-Protocol").stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .map(String::strip)
                .toList();
    }
}
