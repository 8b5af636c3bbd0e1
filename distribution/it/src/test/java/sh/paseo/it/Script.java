package sh.paseo.it;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What an agent is told to do.
 *
 * @param free    whether the prompt may hold other text as well
 * @param endless it does not end by itself
 * @param says    all that the agent says to it, as {@link Timeline#said} puts it together; empty if that is not known
 */
record Script(String text, boolean free, boolean endless, Optional<String> says) {
    /** Of the load generator: separate items, each a row. */
    static Script items(int count) {
        return new Script("emit " + count + " agent stream updates", false, false, Optional.of(numbered("stress-update-", count)));
    }

    /** Of the load generator: pieces of one text. */
    static Script deltas(int count) {
        return new Script("emit " + count + " coalesced agent stream updates", false, false,
                Optional.of(numbered("coalesced-update-", count)));
    }

    static Script load(String text, boolean endless) {
        return new Script(text, false, endless, Optional.empty());
    }

    static Script free(String text) {
        return new Script(text, true, false, Optional.empty());
    }

    static Script endless(String text) {
        return new Script(text, true, true, Optional.empty());
    }

    private static String numbered(String word, int count) {
        return IntStream.range(0, count).mapToObj(n -> word + n + " ").collect(Collectors.joining());
    }
}
