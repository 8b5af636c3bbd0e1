package sh.paseo.daemon.processes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code /proc}. Instants are clock ticks since boot. <b>Source</b>: proc_pid_stat(5), proc_pid_environ(5). */
final class LinuxProcessTable implements ProcessTable {
    /** The kernel's own limit for arguments and environment together is of this order. */
    private static final int MAX_ENVIRONMENT_BYTES = 4 << 20;
    /** Positions after the name, which is in parentheses and may hold anything: fields 3, 4 and 22. */
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int STARTED = 19;

    private final Path proc;
    private final String boot;
    private final long self = ProcessHandle.current().pid();

    LinuxProcessTable(Path proc) {
        this.proc = proc;
        try {
            boot = Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the boot id, without which processes cannot be told apart: " + proc, e);
        }
    }

    private record Stat(long pid, char state, long parent, long started) {
        boolean alive() {
            return state != 'Z' && state != 'X';
        }
    }

    @Override
    public Optional<ProcessIdentity> identity(long pid) {
        return stat(pid).filter(Stat::alive).map(this::identity);
    }

    @Override
    public Set<ProcessIdentity> descendants(Set<ProcessIdentity> roots) {
        Map<Long, List<Stat>> children = new HashMap<>();
        for (Stat stat : all()) {
            children.computeIfAbsent(stat.parent(), parent -> new ArrayList<>()).add(stat);
        }
        Set<ProcessIdentity> found = new HashSet<>();
        Deque<Long> parents = new ArrayDeque<>();
        roots.stream().filter(this::alive).forEach(root -> parents.add(root.pid()));
        while (!parents.isEmpty()) {
            for (Stat child : children.getOrDefault(parents.remove(), List.of())) {
                if (child.pid() != self && found.add(identity(child))) {
                    parents.add(child.pid());
                }
            }
        }
        found.removeAll(roots);
        return found;
    }

    @Override
    public Map<ProcessIdentity, String> marked(String variable, Set<String> values) {
        Set<Long> spared = selfAndAncestors();
        Map<ProcessIdentity, String> found = new HashMap<>();
        for (Stat stat : all()) {
            if (stat.alive() && !spared.contains(stat.pid())) {
                value(stat.pid(), variable).filter(values::contains).ifPresent(value -> found.put(identity(stat), value));
            }
        }
        return found;
    }

    private ProcessIdentity identity(Stat stat) {
        return new ProcessIdentity(stat.pid(), stat.started(), boot);
    }

    private Set<Long> selfAndAncestors() {
        Set<Long> line = new HashSet<>();
        Optional<Stat> next = stat(self);
        while (next.isPresent() && line.add(next.get().pid())) {
            next = stat(next.get().parent());
        }
        return line;
    }

    private List<Stat> all() {
        List<Stat> stats = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, entry -> number(entry) > 0)) {
            entries.forEach(entry -> stat(number(entry)).ifPresent(stats::add));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + proc, e);
        }
        return stats;
    }

    private static long number(Path entry) {
        String name = entry.getFileName().toString();
        return name.length() < 19 && name.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.parseLong(name) : 0;
    }

    private Optional<Stat> stat(long pid) {
        String text;
        try {
            text = new String(Files.readAllBytes(proc.resolve(Long.toString(pid)).resolve("stat")), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return Optional.empty(); // it ended: the file goes away with it, at any moment
        }
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        return Optional.of(new Stat(pid, fields[STATE].charAt(0), Long.parseLong(fields[PARENT]), Long.parseLong(fields[STARTED])));
    }

    private Optional<String> value(long pid, String variable) {
        Path folder = proc.resolve(Long.toString(pid));
        try {
            if (!Files.getAttribute(folder, "unix:uid").equals(Files.getAttribute(proc.resolve("self"), "unix:uid"))) {
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(folder.resolve("environ"))) {
                String environment = '\0' + new String(in.readNBytes(MAX_ENVIRONMENT_BYTES), StandardCharsets.ISO_8859_1) + '\0';
                String start = '\0' + variable + '=';
                int at = environment.indexOf(start);
                return at < 0 ? Optional.empty()
                        : Optional.of(environment.substring(at + start.length(), environment.indexOf('\0', at + start.length())));
            }
        } catch (IOException e) {
            return Optional.empty(); // it ended, or it is not ours to look at
        }
    }
}
