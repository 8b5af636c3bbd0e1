package sh.paseo.api.transport;

import java.util.Objects;

/**
 * Who is at the other end.
 *
 * @param trust    how it was admitted
 * @param identity what two channels of the same peer share; sessions are joined only within one trust and identity
 * @param address  for people and the log
 */
public record Peer(Trust trust, String identity, String address) {
    /** How a peer was admitted; the host sets it by where the channel came from. */
    public enum Trust {
        /** A user of this machine, known by the socket's credentials. */
        LOCAL_USER,
        /** A connection on the loopback interface. */
        LOOPBACK,
        /** A connection from elsewhere that passed the gate. */
        NETWORK,
        /** A paired device. */
        DEVICE,
        /** A channel a plugin made by itself: it may only say hello unless the user's configuration grants more. */
        UNVERIFIED
    }

    public Peer {
        Objects.requireNonNull(trust);
        Objects.requireNonNull(identity);
        Objects.requireNonNull(address);
    }
}
