package sh.paseo.it;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What clients were shown and promised, held against what the daemon has.
 *
 * <p><b>Thread</b>: any.
 */
final class CutLedger {
    private final List<String> problems = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> gaps = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> openings = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong compared = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong doubled = new AtomicLong();
    private final AtomicLong disordered = new AtomicLong();

    void problem(String text) {
        problems.add(text);
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    /** A change that the daemon said it made. */
    void acknowledged() {
        acknowledged.incrementAndGet();
    }

    /** A connection came back; times in nanoseconds: since it broke, and since it was dialled. */
    void reconnected(long gap, long opening) {
        gaps.add(gap);
        openings.add(opening);
    }

    /** Every one of these has to be there, once and in this order. */
    void compare(String what, List<String> there, List<String> seen) {
        compared.addAndGet(there.size());
        if (there.equals(seen)) {
            return;
        }
        var counts = new HashMap<String, Integer>();
        there.forEach(one -> counts.merge(one, 1, Integer::sum));
        seen.forEach(one -> counts.merge(one, -1, Integer::sum));
        var missing = counts.values().stream().filter(count -> count > 0).mapToInt(count -> count).sum();
        var more = -counts.values().stream().filter(count -> count < 0).mapToInt(count -> count).sum();
        lost.addAndGet(missing);
        doubled.addAndGet(more);
        if (missing == 0 && more == 0) {
            disordered.incrementAndGet();
        }
        var first = 0;
        while (first < Math.min(there.size(), seen.size()) && there.get(first).equals(seen.get(first))) {
            first++;
        }
        problem(what + ": " + missing + " of " + there.size() + " are lost, " + more + " too many; the first difference is at " + first
                + ": " + from(there, first) + " and not " + from(seen, first));
    }

    private static List<String> from(List<String> all, int first) {
        return all.subList(first, Math.min(all.size(), first + 3));
    }

    String summary() {
        return lost + " lost, " + doubled + " double, " + disordered + " out of order of " + compared + " rows, prompts and answers in "
                + acknowledged + " acknowledged changes; " + gaps.size() + " reconnections: gap " + percentiles(gaps)
                + ", of it from dialling to server_info " + percentiles(openings);
    }

    private static String percentiles(List<Long> nanos) {
        if (nanos.isEmpty()) {
            return "-";
        }
        var sorted = nanos.stream().sorted().toList();
        return "p50 " + millis(sorted, 50) + " p99 " + millis(sorted, 99) + " max " + millis(sorted, 100) + " ms";
    }

    private static String millis(List<Long> sorted, int percent) {
        var at = Math.min(sorted.size() - 1, sorted.size() * percent / 100);
        return String.format("%.1f", sorted.get(at) / 1e6);
    }
}
