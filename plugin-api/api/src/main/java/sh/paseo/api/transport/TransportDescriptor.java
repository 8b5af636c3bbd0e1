package sh.paseo.api.transport;

import java.util.Objects;
import sh.paseo.api.TransportId;

/** What a transport is. */
public record TransportDescriptor(TransportId id, String label) {
    public TransportDescriptor {
        Objects.requireNonNull(id);
        Objects.requireNonNull(label);
    }
}
