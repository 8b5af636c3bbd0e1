package sh.paseo.daemon.processes;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What Java knows of processes, for systems without {@code /proc}. Instants are milliseconds of the clock; environments of others
 * cannot be read, so a descendant whose parents ended before it was seen is not found.
 */
final class HandleProcessTable implements ProcessTable {
    @Override
    public Optional<ProcessIdentity> identity(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).flatMap(HandleProcessTable::identity);
    }

    @Override
    public Set<ProcessIdentity> descendants(Set<ProcessIdentity> roots) {
        Set<ProcessIdentity> found = new HashSet<>();
        Deque<ProcessHandle> parents = new ArrayDeque<>();
        roots.stream().filter(this::alive).forEach(root -> ProcessHandle.of(root.pid()).ifPresent(parents::add));
        while (!parents.isEmpty()) {
            List<ProcessHandle> children = parents.remove().children().filter(child -> !child.equals(ProcessHandle.current())).toList();
            for (ProcessHandle child : children) {
                identity(child).filter(found::add).ifPresent(added -> parents.add(child));
            }
        }
        found.removeAll(roots);
        return found;
    }

    @Override
    public Map<ProcessIdentity, String> marked(String variable, Set<String> values) {
        return Map.of();
    }

    private static Optional<ProcessIdentity> identity(ProcessHandle handle) {
        return handle.info().startInstant().map(start -> new ProcessIdentity(handle.pid(), start.toEpochMilli(), ""));
    }
}
