package sh.paseo.hosting;

import java.util.List;
import java.util.Optional;
import sh.paseo.api.transport.CloseReason;
import sh.paseo.api.transport.Frame;
import sh.paseo.api.transport.MessageChannel;
import sh.paseo.api.transport.Peer;
import sh.paseo.websocket.WebSocketConnection;

/** A WebSocket of a listener. Until {@link #greeted} it counts as a stranger and may send only short messages. */
public final class HostedChannel implements MessageChannel {
    private final WebSocketConnection connection;
    private final Strangers.Place place;
    private final int messageBytes;

    HostedChannel(WebSocketConnection connection, Strangers.Place place, int messageBytes) {
        this.connection = connection;
        this.place = place;
        this.messageBytes = messageBytes;
    }

    /** The peer has said hello and was let in. <b>Thread</b>: any; idempotent. */
    public void greeted() {
        connection.messageLimit(messageBytes);
        place.known();
    }

    void finish() {
        connection.finish();
    }

    void abort() {
        connection.abort();
    }

    @Override
    public Peer peer() {
        return connection.peer();
    }

    @Override
    public Optional<Frame> receive() {
        return connection.receive();
    }

    @Override
    public void send(Frame frame) {
        connection.send(frame);
    }

    @Override
    public void sendAll(List<Frame> frames) {
        connection.sendAll(frames);
    }

    @Override
    public void close(CloseReason reason) {
        connection.close(reason);
    }
}
