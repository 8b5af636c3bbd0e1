package sh.paseo.transport.tcp;

import java.time.Duration;

/** How long to wait before the next try: twice as long each time. */
record Backoff(Duration first, Duration longest) {
    /** An address appears when a network or a VPN comes up: soon enough to be useful, seldom enough to cost nothing. */
    static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    Duration after(Duration last) {
        Duration next = last.multipliedBy(2);
        return next.compareTo(longest) > 0 ? longest : next;
    }
}
