package sh.paseo.api.transport;

import java.util.Objects;

/** An address that clients can use. <b>Shape</b>: {@code 127.0.0.1:6767}, {@code unix:///home/ann/.paseo/paseo.sock}. */
public record Endpoint(String address) {
    public Endpoint {
        Objects.requireNonNull(address);
    }
}
