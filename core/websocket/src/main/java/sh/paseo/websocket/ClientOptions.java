package sh.paseo.websocket;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a client introduces itself.
 *
 * @param path         what it asks for
 * @param origin       the {@code Origin} header; programs other than browsers have none
 * @param subprotocols offered in this order
 * @param timeout      for connecting and the handshake together
 */
public record ClientOptions(String path, Optional<String> origin, List<String> subprotocols, Duration timeout) {
    public static final ClientOptions DEFAULT = new ClientOptions("/ws", Optional.empty(), List.of(), Duration.ofSeconds(5));

    public ClientOptions {
        Objects.requireNonNull(origin);
        subprotocols = List.copyOf(subprotocols);
        refuseControls(path);
        if (origin.isPresent()) {
            refuseControls(origin.get());
        }
        if (!subprotocols.stream().allMatch(ClientOptions::isToken)) {
            // Not named: a subprotocol may hold a secret.
            throw new IllegalArgumentException("a subprotocol has characters that cannot be sent");
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path must start with a slash: " + path);
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("timeout must be longer than nothing, is " + timeout);
        }
    }

    /** Whether a text can be a subprotocol, or a part of one. <b>Source</b>: RFC 9110, 5.6.2. */
    public static boolean isToken(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7F && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0);
    }

    public ClientOptions withTimeout(Duration other) {
        return new ClientOptions(path, origin, subprotocols, other);
    }

    public ClientOptions withSubprotocols(List<String> others) {
        return new ClientOptions(path, origin, others, timeout);
    }

    /** What goes into a request line or a header must not be able to end it. */
    private static void refuseControls(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) <= ' ' || value.charAt(i) >= 0x7F) {
                throw new IllegalArgumentException("not allowed in a request head: " + value);
            }
        }
    }
}
