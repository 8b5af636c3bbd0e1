package sh.paseo.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the documents promise and the test that shows each promise: lines of {@code id<TAB>sentence<TAB>Test#method}.
 *
 * <p>A sentence is compared without Markdown and with single blanks.
 */
record Claims(List<Claim> claims) {
    private static final Pattern HEADING = Pattern.compile("(#+)\\s+(.*)");
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])\\s+(?=[A-Z\"“])");

    /** One promise. */
    record Claim(String id, String sentence, String test) {}

    static Claims parse(List<String> lines) {
        var claims = new ArrayList<Claim>();
        for (var line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            var parts = line.split("\t");
            if (parts.length != 3) {
                throw new IllegalArgumentException("not id, sentence and test: " + line);
            }
            claims.add(new Claim(parts[0], plain(parts[1]), parts[2]));
        }
        return new Claims(List.copyOf(claims));
    }

    /** What is wrong with the list itself. */
    List<String> problems(Path root) throws IOException {
        var tests = TestSources.under(root);
        var problems = new ArrayList<String>();
        var ids = new HashSet<String>();
        for (var claim : claims) {
            if (!ids.add(claim.id())) {
                problems.add(claim.id() + " is there twice");
            }
            if (!tests.hold(claim.test())) {
                problems.add(claim.id() + " names a test that does not exist: " + claim.test());
            }
        }
        return problems;
    }

    /** Sentences of the named sections of a Markdown text that nothing here shows. */
    List<String> unlisted(String markdown, List<String> sections) {
        var known = claims.stream().map(Claim::sentence).toList();
        return sentences(markdown, sections).stream().filter(sentence -> !known.contains(sentence)).toList();
    }

    static List<String> sentences(String markdown, List<String> sections) {
        var found = new ArrayList<String>();
        var paragraph = new StringBuilder();
        var inside = Optional.<Integer>empty();
        var code = false;
        for (var line : (markdown + "\n\n").lines().toList()) {
            var heading = HEADING.matcher(line);
            if (line.startsWith("```")) {
                code = !code;
            } else if (!code && heading.matches()) {
                flush(paragraph, found);
                var level = heading.group(1).length();
                if (inside.isEmpty() || level <= inside.get()) {
                    inside = sections.contains(heading.group(2).strip()) ? Optional.of(level) : Optional.empty();
                }
            } else if (!code && inside.isPresent()) {
                if (line.isBlank() || line.strip().matches("([-*]|\\d+\\.|\\|).*")) {
                    flush(paragraph, found);
                }
                paragraph.append(' ').append(line.strip().replaceFirst("^([-*]|\\d+\\.)\\s+", ""));
            }
        }
        flush(paragraph, found);
        return List.copyOf(found);
    }

    private static void flush(StringBuilder paragraph, List<String> found) {
        var text = plain(paragraph.toString());
        paragraph.setLength(0);
        for (var sentence : SENTENCE_END.split(text)) {
            if (!sentence.isBlank()) {
                found.add(sentence);
            }
        }
    }

    private static String plain(String markdown) {
        return markdown.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1").replaceAll("[`*]", "").replaceAll("\\s+", " ").strip();
    }
}
