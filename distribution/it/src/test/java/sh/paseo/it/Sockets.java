package sh.paseo.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The listening TCP sockets of a process, by the kernel's own tables. */
final class Sockets {
    private static final String LISTEN = "0A";

    private Sockets() {}

    /** Local addresses, in the kernel's hexadecimal form. */
    static Set<String> listeningOf(ProcessHandle process) throws IOException {
        var open = inodesOf(process);
        var found = new HashSet<String>();
        for (var table : Set.of("tcp", "tcp6")) {
            var path = Path.of("/proc/net", table);
            if (!Files.exists(path)) {
                continue;
            }
            for (var line : Files.readAllLines(path)) {
                // sl local_address rem_address st queues timers retransmits uid timeout inode
                var columns = line.strip().split("\\s+");
                if (columns[3].equals(LISTEN) && open.contains(columns[9])) {
                    found.add(columns[1]);
                }
            }
        }
        return found;
    }

    private static Set<String> inodesOf(ProcessHandle process) throws IOException {
        var inodes = new HashSet<String>();
        try (var files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            for (var file : files.toList()) {
                try {
                    var target = Files.readSymbolicLink(file).toString();
                    if (target.startsWith("socket:[")) {
                        inodes.add(target.substring("socket:[".length(), target.length() - 1));
                    }
                } catch (NoSuchFileException e) {
                    // Closed since it was listed, so it does not listen.
                    continue;
                }
            }
        }
        return inodes;
    }
}
