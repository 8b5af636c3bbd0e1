package sh.paseo.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * Attacks and the tests that show what comes of them: lines of {@code number<TAB>attack<TAB>tests<TAB>status}, the tests separated by
 * blanks. A line of the form {@code ## title} begins a group.
 */
record SecurityCases(List<Group> groups) {
    private static final String TITLE = "## ";
    private static final String HEAD = """
            # Security cases

            Made from `security-cases.tsv`; do not edit. Shown: the tests show that the attack fails. Open: not yet shown in full.
            """;

    /** How far a case has got. */
    enum Status {
        SHOWN, OPEN
    }

    /** An attack. */
    record Case(String number, String attack, List<String> tests, Status status) {}

    /** Cases that belong together. */
    record Group(String title, List<Case> cases) {}

    static SecurityCases parse(List<String> lines) {
        var groups = new ArrayList<Group>();
        for (var line : lines) {
            if (line.startsWith(TITLE)) {
                groups.add(new Group(line.substring(TITLE.length()), new ArrayList<>()));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                var parts = line.split("\t", -1);
                if (parts.length != 4 || groups.isEmpty()) {
                    throw new IllegalArgumentException("not number, attack, tests and status under a title: " + line);
                }
                var tests = parts[2].isBlank() ? List.<String>of() : List.of(parts[2].split(" "));
                groups.getLast().cases().add(new Case(parts[0], parts[1], tests, Status.valueOf(parts[3].toUpperCase(Locale.ROOT))));
            }
        }
        return new SecurityCases(List.copyOf(groups));
    }

    List<Case> cases() {
        return groups.stream().flatMap(group -> group.cases().stream()).toList();
    }

    /** What is wrong with the list itself. */
    List<String> problems(TestSources tests) throws IOException {
        var problems = new ArrayList<String>();
        var numbers = new HashSet<String>();
        for (var one : cases()) {
            if (!numbers.add(one.number())) {
                problems.add(one.number() + " is there twice");
            }
            if (one.status() == Status.SHOWN && one.tests().isEmpty()) {
                problems.add(one.number() + " is said to be shown and names no test");
            }
            for (var test : one.tests()) {
                if (!tests.hold(test)) {
                    problems.add(one.number() + " names a test that does not exist: " + test);
                }
            }
        }
        return problems;
    }

    /** The list as people read it. */
    String markdown() {
        var text = new StringBuilder(HEAD);
        for (var group : groups) {
            text.append("\n## ").append(group.title()).append("\n\n| # | Attack | Test | Status |\n|---|---|---|---|\n");
            for (var one : group.cases()) {
                text.append("| ").append(one.number()).append(" | ").append(one.attack().replace("|", "\\|")).append(" | ")
                        .append(String.join("<br>", one.tests().stream().map(test -> "`" + test + "`").toList())).append(" | ")
                        .append(one.status().name().toLowerCase(Locale.ROOT)).append(" |\n");
            }
        }
        return text.toString();
    }
}
