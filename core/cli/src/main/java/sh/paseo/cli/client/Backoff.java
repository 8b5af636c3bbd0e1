package sh.paseo.cli.client;

import java.time.Duration;

/**
 * How long to wait before the next attempt: anything from nothing to a bound that doubles. The whole range is drawn from, so that many
 * clients that lost the same daemon at the same moment do not come back at the same moment.
 *
 * <p><b>Source:</b> spec/reliability.md, "Messages".
 */
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(250);
    static final Duration LONGEST = Duration.ofSeconds(30);

    private Duration bound = FIRST;

    /** @param chance from 0 to 1 */
    Duration next(double chance) {
        Duration pause = Duration.ofNanos((long) (bound.toNanos() * chance));
        Duration twice = bound.multipliedBy(2);
        bound = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
        return pause;
    }
}
