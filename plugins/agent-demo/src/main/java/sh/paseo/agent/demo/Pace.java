package sh.paseo.agent.demo;

import java.time.Duration;

/** How long the agent pauses, so that a run looks like work and a test does not wait. */
@FunctionalInterface
interface Pace {
    /** A place where the agent pauses. */
    enum Beat {
        /** After a piece of streamed text. */
        DELTA,
        /** While a tool is at work. */
        STEP
    }

    /** A whole run, some sixty deltas and four steps, takes between two and three seconds without its permission. */
    Pace NATURAL = beat -> switch (beat) {
        case DELTA -> Duration.ofMillis(25);
        case STEP -> Duration.ofMillis(250);
    };

    Pace INSTANT = beat -> Duration.ZERO;

    Duration of(Beat beat);
}
