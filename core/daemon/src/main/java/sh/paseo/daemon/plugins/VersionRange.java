package sh.paseo.daemon.plugins;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The versions of the plugin API that a plugin works with. Both ends must be named: whoever leaves the upper one open breaks with
 * the first version that removes something.
 *
 * <p><b>Shape</b>: {@code >=0.1.0 & <0.2.0}.
 */
record VersionRange(List<Integer> lower, boolean lowerIncluded, List<Integer> upper, boolean upperIncluded) {
    private static final String NUMBER = "(\\d{1,6}(?:\\.\\d{1,6}){0,2})";
    private static final Pattern RANGE = Pattern.compile("(>=?)\\s*" + NUMBER + "\\s*[&,\\s]\\s*(<=?)\\s*" + NUMBER);
    private static final int PARTS = 3;

    static VersionRange parse(String text) {
        Matcher parts = RANGE.matcher(text.strip());
        if (!parts.matches()) {
            throw new PluginRefused(
                    "Plugin-Requires \"" + text + "\" must name the lowest and the first excluded version of the plugin API,"
                            + " such as \">=0.1.0 & <0.2.0\"");
        }
        return new VersionRange(numbers(parts.group(2)), parts.group(1).equals(">="), numbers(parts.group(4)), parts.group(3).equals("<="));
    }

    boolean contains(String version) {
        List<Integer> numbers = numbers(version);
        int below = compare(lower, numbers);
        int above = compare(numbers, upper);
        return (below < 0 || lowerIncluded && below == 0) && (above < 0 || upperIncluded && above == 0);
    }

    /** Less than, equal to or greater than zero, by numbers from the left; what is missing counts as 0. */
    static int compare(String one, String other) {
        return compare(numbers(one), numbers(other));
    }

    private static int compare(List<Integer> one, List<Integer> other) {
        for (int i = 0; i < PARTS; i++) {
            int difference = Integer.compare(part(one, i), part(other, i));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static int part(List<Integer> numbers, int index) {
        return index < numbers.size() ? numbers.get(index) : 0;
    }

    private static List<Integer> numbers(String version) {
        return List.of(version.split("\\.")).stream().map(Integer::valueOf).toList();
    }
}
