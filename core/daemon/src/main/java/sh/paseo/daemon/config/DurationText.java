package sh.paseo.daemon.config;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a length of time as the command line does: digits alone are seconds, else hours, minutes and seconds in this order.
 *
 * <p><b>Shape</b>: {@code "15m"}, {@code "1h30m"}, {@code "90s"}, {@code "90"}, {@code 90}; {@code "0"} is never. <b>Units and
 * limits</b>: at most a year.
 */
final class DurationText {
    private static final Duration MAX = Duration.ofDays(366);
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final Pattern PARTS = Pattern.compile("(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?");

    private DurationText() {}

    /** <b>Errors</b>: {@link IllegalArgumentException} that names the value and shows the right spelling. */
    static Optional<Duration> parse(JsonValue value) {
        String text = switch (value) {
            case JsonString string -> string.getString().strip();
            case JsonNumber number -> number.toString();
            default -> "";
        };
        Matcher parts = PARTS.matcher(text);
        Duration duration;
        if (SECONDS.matcher(text).matches()) {
            duration = Duration.ofSeconds(Long.parseLong(text));
        } else if (!text.isEmpty() && parts.matches()) {
            duration = Duration.ofHours(number(parts.group(1))).plusMinutes(number(parts.group(2))).plusSeconds(number(parts.group(3)));
        } else {
            throw new IllegalArgumentException(value + " is no length of time; write 15m, 90s or 1h30m, or 0 for never");
        }
        if (duration.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(value + " is longer than a year; write 0 for never");
        }
        return duration.isZero() ? Optional.empty() : Optional.of(duration);
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
