package sh.paseo.daemon.processes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The processes of this system. A zombie counts as dead. <b>Thread</b>: any; may block for milliseconds. */
interface ProcessTable {
    /** Who has this number now; empty if nobody lives under it. */
    Optional<ProcessIdentity> identity(long pid);

    default boolean alive(ProcessIdentity process) {
        return identity(process.pid()).filter(process::equals).isPresent();
    }

    /** What descends from {@code roots}, without them, without this process and what descends from it alone. */
    Set<ProcessIdentity> descendants(Set<ProcessIdentity> roots);

    /**
     * Processes of this user that were started with the variable at one of the values, wherever their parents went. Never this
     * process nor one it descends from: an agent may well have started the daemon.
     *
     * @return each with its value
     */
    Map<ProcessIdentity, String> marked(String variable, Set<String> values);

    static ProcessTable ofThisSystem() {
        Path proc = Path.of("/proc");
        return Files.isReadable(proc.resolve("self/stat")) ? new LinuxProcessTable(proc) : new HandleProcessTable();
    }
}
