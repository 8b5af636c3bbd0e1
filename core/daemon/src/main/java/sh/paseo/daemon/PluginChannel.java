package sh.paseo.daemon;

import java.util.List;
import java.util.Optional;
import sh.paseo.api.transport.CloseReason;
import sh.paseo.api.transport.Frame;
import sh.paseo.api.transport.MessageChannel;
import sh.paseo.api.transport.Peer;

/**
 * A channel that a transport made by itself, past the request gate: whatever it says of its peer, the peer is trusted only as far as the
 * user's configuration says.
 */
final class PluginChannel implements MessageChannel {
    private final MessageChannel channel;
    private final Peer peer;

    PluginChannel(MessageChannel channel, Peer.Trust trust) {
        this.channel = channel;
        this.peer = new Peer(trust, channel.peer().identity(), channel.peer().address());
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public Optional<Frame> receive() {
        return channel.receive();
    }

    @Override
    public void send(Frame frame) {
        channel.send(frame);
    }

    @Override
    public void sendAll(List<Frame> frames) {
        channel.sendAll(frames);
    }

    @Override
    public void close(CloseReason reason) {
        channel.close(reason);
    }
}
