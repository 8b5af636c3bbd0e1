package sh.paseo.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The repository's Java sources, to look up tests by {@code Class#method}: in classes of tests, and in contracts that are shipped for
 * tests.
 *
 * @param byClass the files that have a class's name
 */
record TestSources(Map<String, List<Path>> byClass) {
    private static final String ENDING = ".java";
    private static final Pattern TEST = Pattern.compile("@(Test|ParameterizedTest|RepeatedTest|Property|TestFactory)\\b");

    static TestSources under(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return new TestSources(files.filter(path -> path.toString().endsWith(ENDING) && !path.toString().contains("/target/"))
                    .collect(Collectors.groupingBy(TestSources::className)));
        }
    }

    private static String className(Path file) {
        var name = file.getFileName().toString();
        return name.substring(0, name.length() - ENDING.length());
    }

    /** Whether a class has the method, marked as a test. */
    boolean hold(String test) throws IOException {
        var parts = test.split("#");
        if (parts.length != 2) {
            return false;
        }
        for (var file : byClass.getOrDefault(parts[0], List.of())) {
            if (hasTest(Files.readString(file), parts[1])) {
                return true;
            }
        }
        return false;
    }

    /** A method's annotations stand between the blank line before it and its name. */
    private static boolean hasTest(String source, String method) {
        var name = Pattern.compile("\\b(void|Stream<DynamicTest>)\\s+" + Pattern.quote(method) + "\\(").matcher(source);
        return name.find() && TEST.matcher(source.substring(Math.max(0, source.lastIndexOf("\n\n", name.start())), name.start())).find();
    }
}
