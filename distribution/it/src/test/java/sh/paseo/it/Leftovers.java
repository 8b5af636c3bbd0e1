package sh.paseo.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Processes of agents, by the kernel's own tables. */
final class Leftovers {
    private static final String MARK = "PASEO_AGENT_ID=";

    private Leftovers() {}

    /** What runs for one of these agents, as {@code pid command}. */
    static List<String> of(Set<String> agents) throws IOException {
        return with(variable -> variable.startsWith(MARK) && agents.contains(variable.substring(MARK.length())));
    }

    /** What runs with such a variable in its environment, as {@code pid command}. */
    static List<String> with(Predicate<String> variable) throws IOException {
        var found = new ArrayList<String>();
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                if (variables(process).stream().anyMatch(variable)) {
                    found.add(process.getFileName() + " " + text(process.resolve("cmdline")).replace('\0', ' '));
                }
            }
        }
        return found;
    }

    /** None of a process that has ended and is only not reaped yet. */
    private static List<String> variables(Path process) {
        return List.of(text(process.resolve("environ")).split("\0"));
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // It ended in this moment, or it is another user's.
            return "";
        }
    }
}
