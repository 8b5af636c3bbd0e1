package sh.paseo.cli.text;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** How long ago something was, in words: {@code 5 minutes ago}. */
public final class RelativeTime {
    private RelativeTime() {}

    /** Words for an ISO time; the text itself when it is none. */
    public static String ago(String iso, Instant now) {
        Instant then;
        try {
            then = Instant.parse(iso);
        } catch (DateTimeException notATime) {
            return iso;
        }
        long seconds = Math.max(0, Duration.between(then, now).toSeconds());
        if (seconds < 60) {
            return "just now";
        }
        if (seconds < 3600) {
            return words(seconds / 60, "minute");
        }
        return seconds < 86_400 ? words(seconds / 3600, "hour") : words(seconds / 86_400, "day");
    }

    private static String words(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s") + " ago";
    }
}
