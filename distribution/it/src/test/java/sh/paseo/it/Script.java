package sh.paseo.it;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What an agent is told to do.
 *
 * @param free    whether the prompt may hold other text as well
 * @param endless it does not end by itself
 * @param asks    it asks a permission
 * @param says    all that the agent says to it, as {@link Timeline#said} puts it together; empty if that is not known
 */
record Script(String text, boolean free, boolean endless, boolean asks, Optional<String> says) {
    /** Of the load generator: separate items, each a row. */
    static Script items(int count) {
        return load("emit " + count + " agent stream updates", false, Optional.of(numbered("stress-update-", count)));
    }

    /** Of the load generator: pieces of one text. */
    static Script deltas(int count) {
        return load("emit " + count + " coalesced agent stream updates", false, Optional.of(numbered("coalesced-update-", count)));
    }

    static Script load(String text, boolean asks, Optional<String> says) {
        return new Script(text, false, false, asks, says);
    }

    static Script free(String text, String says) {
        return new Script(text, true, false, false, Optional.of(says));
    }

    /** @param says the beginning of it, longer than any round lasts */
    static Script endless(String text, String says) {
        return new Script(text, true, true, false, Optional.of(says));
    }

    static Script asking(String text, String says) {
        return new Script(text, true, false, true, Optional.of(says));
    }

    static String numbered(String word, int count) {
        return IntStream.range(0, count).mapToObj(n -> word + n + " ").collect(Collectors.joining());
    }
}
