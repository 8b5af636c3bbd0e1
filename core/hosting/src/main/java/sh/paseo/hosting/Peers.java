package sh.paseo.hosting;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.api.transport.Peer;
import sh.paseo.api.transport.Peer.Trust;

/** Who a remote address is. */
final class Peers {
    private Peers() {}

    static Peer of(SocketAddress remote) {
        return switch (remote) {
            case InetSocketAddress inet -> {
                Trust trust = inet.getAddress().isLoopbackAddress() ? Trust.LOOPBACK : Trust.NETWORK;
                String address = new ListenAddress.Tcp(inet.getAddress().getHostAddress(), inet.getPort()).toString();
                yield new Peer(trust, trust.name(), address);
            }
            // Accepted only from the user; see AcceptedSockets.
            default -> new Peer(Trust.LOCAL_USER, Trust.LOCAL_USER.name(), "unix");
        };
    }
}
