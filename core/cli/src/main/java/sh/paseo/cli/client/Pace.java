package sh.paseo.cli.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Time and chance, as far as coming back needs them. */
interface Pace {
    /** Those of this process. */
    Pace SYSTEM = new Pace() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public double chance() {
            return ThreadLocalRandom.current().nextDouble();
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
            Thread.sleep(time);
        }
    };

    /** A clock that only goes forward. */
    long nanos();

    /** From 0 to 1, each as likely. */
    double chance();

    /** Waits so long. */
    void pause(Duration time) throws InterruptedException;
}
