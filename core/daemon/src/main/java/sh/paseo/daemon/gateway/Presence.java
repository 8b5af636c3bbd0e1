package sh.paseo.daemon.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a client's user is looking, as the client says in its heartbeats.
 *
 * @param mobile  whether it is a phone, which hears only of the agent it shows
 * @param focused the agent it shows
 * @param hidden  since when it is in the background; empty while it is visible
 */
record Presence(boolean mobile, Optional<String> focused, Instant lastActivity, Optional<Instant> hidden) {
    private static final Duration PRESENT = Duration.ofSeconds(180);
    private static final Duration HIDDEN_GRACE = Duration.ofSeconds(60);

    Presence {
        Objects.requireNonNull(focused);
        Objects.requireNonNull(lastActivity);
        Objects.requireNonNull(hidden);
    }

    /** Whether a phone is to hear of what happens in this agent. */
    boolean hears(String agent, Instant now) {
        boolean awake = hidden.isEmpty() || Duration.between(hidden.get(), now).compareTo(HIDDEN_GRACE) < 0;
        return !mobile || awake && focused.filter(agent::equals).isPresent();
    }

    boolean present(Instant now) {
        return Duration.between(lastActivity, now).compareTo(PRESENT) < 0;
    }

    boolean looksAt(String agent, Instant now) {
        return present(now) && hidden.isEmpty() && focused.filter(agent::equals).isPresent();
    }
}
