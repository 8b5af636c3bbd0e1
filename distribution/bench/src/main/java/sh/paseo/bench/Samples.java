package sh.paseo.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Numbers of one kind, in the order they were taken. */
final class Samples {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    int count() {
        return values.size();
    }

    double first() {
        return values.getFirst();
    }

    double min() {
        return percentile(0);
    }

    double max() {
        return percentile(100);
    }

    double median() {
        List<Double> sorted = sorted();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The smallest value that at least {@code percent} of all values do not exceed (nearest rank). */
    double percentile(double percent) {
        List<Double> sorted = sorted();
        int rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.get(Math.max(rank, 1) - 1);
    }

    /** {@code median (min-max)}, each with so many digits after the point. */
    String spread(int digits) {
        String number = "%." + digits + "f";
        return String.format(Locale.ROOT, number + " (" + number + "-" + number + ")", median(), min(), max());
    }

    private List<Double> sorted() {
        if (values.isEmpty()) {
            throw new BenchException("nothing was measured");
        }
        return values.stream().sorted().toList();
    }
}
