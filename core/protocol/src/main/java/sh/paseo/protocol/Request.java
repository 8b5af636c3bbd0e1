package sh.paseo.protocol;

import java.util.Optional;

/** A message from a client within its session. */
public interface Request {
    /** What the answer must repeat; empty where the client expects none. */
    Optional<String> requestId();
}
