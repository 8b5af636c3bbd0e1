package sh.paseo.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long requests of one kind took. <b>Thread</b>: one. */
final class Latencies {
    private final String kind;
    private final List<Duration> all = new ArrayList<>();

    Latencies(String kind) {
        this.kind = kind;
    }

    /** Something that takes the time of a request and its answer. */
    @FunctionalInterface
    interface Exchange {
        void run() throws Exception;
    }

    void measure(Exchange exchange) throws Exception {
        var start = System.nanoTime();
        exchange.run();
        all.add(Duration.ofNanos(System.nanoTime() - start));
        all.sort(null);
    }

    Duration median() {
        return all.get(all.size() / 2);
    }

    Duration longest() {
        return all.getLast();
    }

    private Duration p99() {
        return all.get(all.size() * 99 / 100);
    }

    @Override
    public String toString() {
        return kind + ": " + all.size() + " requests, median " + median().toMillis() + " ms, p99 " + p99().toMillis() + " ms, longest "
                + longest().toMillis() + " ms";
    }
}
