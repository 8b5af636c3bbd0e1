package sh.paseo.it;

import java.util.List;

/**
 * Holds what a timeline says against what agents said to prompts that ran one after the other. Words are numbered for each prompt, so
 * one that is lost, comes twice or stands in another place makes it impossible to explain the whole.
 */
final class Speech {
    /**
     * What the agent may have said to one prompt.
     *
     * @param all   to its end
     * @param least how many words of it the agent said for certain
     * @param most  how many it can have said
     */
    record Part(List<String> all, int least, int most) {
        static Part of(String all, String certain, boolean whole, int uncertain) {
            var words = words(all);
            int least = whole ? words.size() : words(certain).size();
            return new Part(words, least, Math.min(words.size(), least + uncertain));
        }
    }

    private Speech() {}

    /** Whether the text is the beginnings of these parts, in their order and nothing else. */
    static boolean explains(List<Part> parts, String text) {
        return explains(parts, words(text));
    }

    private static boolean explains(List<Part> parts, List<String> words) {
        if (parts.isEmpty()) {
            return words.isEmpty();
        }
        var first = parts.getFirst();
        var same = 0;
        while (same < first.most() && same < words.size() && words.get(same).equals(first.all().get(same))) {
            same++;
        }
        for (var taken = same; taken >= first.least(); taken--) {
            if (explains(parts.subList(1, parts.size()), words.subList(taken, words.size()))) {
                return true;
            }
        }
        return false;
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("(?<= )"));
    }
}
