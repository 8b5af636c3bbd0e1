package sh.paseo.transport.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;

/** What is known of a host without connecting anywhere. */
interface LocalAddresses {
    LocalAddresses OF_THIS_MACHINE = host -> {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (address.isLoopbackAddress()) {
                return Place.LOOPBACK;
            }
            boolean here = address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
            return here ? Place.NETWORK : Place.ELSEWHERE;
        } catch (IOException e) {
            // The name means nothing now; it may when the network is up.
            return Place.ELSEWHERE;
        }
    };

    /** Where an address belongs. */
    enum Place {
        LOOPBACK,
        NETWORK,
        /** Not on this machine, at least not now. */
        ELSEWHERE
    }

    Place of(String host);
}
