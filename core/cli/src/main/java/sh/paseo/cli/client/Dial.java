package sh.paseo.cli.client;

import java.io.IOException;
import java.time.Duration;

/** Opens a {@link Wire} to a target. */
@FunctionalInterface
public interface Dial {
    /** Returns an open wire, or throws with a message fit for people; nothing is open then. */
    Wire dial(Target target, Duration timeout) throws IOException;
}
