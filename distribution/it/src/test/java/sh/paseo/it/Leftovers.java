package sh.paseo.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Processes of agents, by the kernel's own tables. */
final class Leftovers {
    private static final String MARK = "PASEO_AGENT_ID=";

    /** A process with the agent whose mark it carries. */
    record Marked(long pid, String agent, String command) {}

    private Leftovers() {}

    /** What runs for one of these agents, as {@code pid command}. */
    static List<String> of(Set<String> agents) throws IOException {
        return marked(agents).stream().map(process -> process.pid() + " " + process.command()).toList();
    }

    static List<Marked> marked(Set<String> agents) throws IOException {
        var found = new ArrayList<Marked>();
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                agentOf(process).filter(agents::contains).ifPresent(agent -> found.add(new Marked(
                        Long.parseLong(process.getFileName().toString()), agent, text(process.resolve("cmdline")).replace('\0', ' '))));
            }
        }
        return found;
    }

    /** What runs with this variable, as {@code NAME=value}, in its environment. */
    static List<ProcessHandle> with(String variable) throws IOException {
        var found = new ArrayList<ProcessHandle>();
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                if (variables(process).contains(variable)) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString())).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    /** Whether a process runs; one that has ended and is only not reaped yet does not. */
    static boolean alive(long pid) {
        var stat = text(Path.of("/proc", Long.toString(pid), "stat"));
        return !stat.isEmpty() && "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) < 0;
    }

    /** Whether the process runs for the agent. */
    static boolean isOf(String agent, long pid) {
        return agentOf(Path.of("/proc", Long.toString(pid))).filter(agent::equals).isPresent();
    }

    private static Optional<String> agentOf(Path process) {
        return variables(process).stream().filter(variable -> variable.startsWith(MARK))
                .map(variable -> variable.substring(MARK.length())).findFirst();
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
