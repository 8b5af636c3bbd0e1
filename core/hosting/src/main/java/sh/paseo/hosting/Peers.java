package sh.paseo.hosting;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.api.transport.Peer;
import sh.paseo.api.transport.Peer.Trust;

/** Who a remote address is. */
final class Peers {
    /** Who has one address of version 6 has all of its network. */
    private static final int NETWORK_BYTES = 8;

    private Peers() {}

    /** What addresses are counted by: the address, of version 6 its network. */
    static String network(SocketAddress remote) {
        InetAddress address = ((InetSocketAddress) remote).getAddress();
        return address instanceof Inet6Address && !address.isLoopbackAddress()
                ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
                : address.getHostAddress();
    }

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
