package sh.paseo.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Work beside the measured one, on a thread of its own; its failure is told at the end. */
final class Side {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Thread thread;
    private volatile Optional<Exception> failure = Optional.empty();

    /** What is done. */
    interface Work {
        void run() throws IOException;
    }

    private Side(String name, Work work) {
        thread = Thread.ofPlatform().name(name).daemon().start(() -> {
            try {
                work.run();
            } catch (IOException | RuntimeException e) {
                failure = Optional.of(e);
            }
        });
    }

    static Side start(String name, Work work) {
        return new Side(name, work);
    }

    /** Waits for its end. */
    void end() {
        try {
            if (!thread.join(LIMIT)) {
                throw new BenchException(thread.getName() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
        failure.ifPresent(e -> {
            throw new BenchException(thread.getName() + " failed: " + e.getMessage(), e);
        });
    }
}
