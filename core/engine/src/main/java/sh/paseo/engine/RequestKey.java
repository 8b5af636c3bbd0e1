package sh.paseo.engine;

import java.util.Objects;

/** Names a client's request, so that a repeat gets the same answer and nothing runs twice. */
public record RequestKey(String clientId, String requestId) {
    public RequestKey {
        Objects.requireNonNull(clientId);
        Objects.requireNonNull(requestId);
    }
}
