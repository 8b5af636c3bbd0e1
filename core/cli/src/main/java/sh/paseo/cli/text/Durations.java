package sh.paseo.cli.text;

import java.time.Duration;
import java.util.Optional;

/**
 * Lengths of time as users write them: digits alone are seconds, else hours, minutes and seconds in this order, {@code 1h30m}.
 *
 * <p><b>Source:</b> spec/wire/05 §1.
 */
public final class Durations {
    private static final int MAX_DIGITS = 9;

    /** More than anybody waits, and few enough to be counted in nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Durations() {}

    /** Empty when the text is no length of time, none above zero, or longer than a hundred years. */
    public static Optional<Duration> parse(String text) {
        String rest = text.trim();
        if (!rest.isEmpty() && digits(rest) == rest.length() && rest.length() <= MAX_DIGITS) {
            return positive(Duration.ofSeconds(Long.parseLong(rest)));
        }
        Duration sum = Duration.ZERO;
        for (String unit = "hms"; !rest.isEmpty();) {
            int count = digits(rest);
            int at = count == 0 || count > MAX_DIGITS || count == rest.length() ? -1 : unit.indexOf(rest.charAt(count));
            if (at < 0) {
                return Optional.empty();
            }
            long number = Long.parseLong(rest.substring(0, count));
            sum = sum.plus(switch (unit.charAt(at)) {
                case 'h' -> Duration.ofHours(number);
                case 'm' -> Duration.ofMinutes(number);
                default -> Duration.ofSeconds(number);
            });
            unit = unit.substring(at + 1);
            rest = rest.substring(count + 1);
        }
        return positive(sum);
    }

    private static Optional<Duration> positive(Duration duration) {
        return duration.isPositive() && duration.compareTo(LONGEST) <= 0 ? Optional.of(duration) : Optional.empty();
    }

    private static int digits(String text) {
        int count = 0;
        while (count < text.length() && text.charAt(count) >= '0' && text.charAt(count) <= '9') {
            count++;
        }
        return count;
    }
}
