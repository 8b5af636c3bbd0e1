package sh.paseo.agent.load;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a prompt tells the agent to do. */
sealed interface Task {
    /** Enough for an hour of load, few enough that a slip of the finger does not fill a disk. */
    int MAX_UPDATES = 1_000_000;
    int MAX_SECONDS = 3_600;
    int MAX_BYTES = 100_000;

    Pattern NUMBERED = Pattern.compile("(?<verb>emit|take) (?<number>\\d{1,9}) (?<what>.+)");
    Pattern SIZED = Pattern.compile("emit (?<count>\\d{1,9}) items? of (?<bytes>\\d{1,9}) bytes?");

    String HELP = """
        I generate load. Tell me one of:
        - emit N agent stream updates (N separate items at once)
        - emit N coalesced agent stream updates (N pieces of one text)
        - emit N items of B bytes (N separate items of several kinds)
        - take N seconds
        - ask permission
        - fail
        - die
        N is at most %d updates or %d seconds, B at most %d.
        """.formatted(MAX_UPDATES, MAX_SECONDS, MAX_BYTES);

    /** Emits separate to-do lists, which nothing merges. */
    record EmitItems(int count) implements Task {}

    /** Emits texts, results of tools and to-do lists in turns, each with so many letters, as an agent at work does. */
    record EmitSized(int count, int bytes) implements Task {}

    /** Emits pieces of one text, which the host merges. */
    record EmitDeltas(int count) implements Task {}

    /** Does nothing for a while. */
    record Take(Duration time) implements Task {}

    /** Asks a permission and repeats the answer. */
    record Ask() implements Task {}

    /** Ends the turn as failed. */
    record Fail() implements Task {}

    /** Loses the session in the middle of the turn. */
    record Die() implements Task {}

    /** Says what it can do. */
    record Help() implements Task {}

    static Task of(String prompt) {
        String told = prompt.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        Matcher sized = SIZED.matcher(told);
        if (sized.matches()) {
            int count = Integer.parseInt(sized.group("count"));
            int bytes = Integer.parseInt(sized.group("bytes"));
            return count > MAX_UPDATES || bytes > MAX_BYTES ? new Help() : new EmitSized(count, bytes);
        }
        Matcher counted = NUMBERED.matcher(told);
        if (counted.matches()) {
            return numbered(Integer.parseInt(counted.group("number")), counted.group("verb"), counted.group("what"));
        }
        return switch (told) {
            case "ask permission" -> new Ask();
            case "fail" -> new Fail();
            case "die" -> new Die();
            default -> new Help();
        };
    }

    private static Task numbered(int number, String verb, String what) {
        int limit = verb.equals("take") ? MAX_SECONDS : MAX_UPDATES;
        if (number > limit) {
            return new Help();
        }
        return switch (verb + " " + what.replaceFirst("s$", "")) {
            case "emit agent stream update" -> new EmitItems(number);
            case "emit coalesced agent stream update" -> new EmitDeltas(number);
            case "take second" -> new Take(Duration.ofSeconds(number));
            default -> new Help();
        };
    }
}
