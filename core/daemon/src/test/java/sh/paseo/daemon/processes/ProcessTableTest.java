package sh.paseo.daemon.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sh.paseo.daemon.processes.ProcessLab.until;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTableTest {
    private static final long SELF = ProcessHandle.current().pid();

    @TempDir
    Path proc;

    private void process(long pid, String name, char state, long parent, String environment) throws IOException {
        Path folder = Files.createDirectories(proc.resolve(Long.toString(pid)));
        String between = "0 ".repeat(17);
        Files.writeString(folder.resolve("stat"), pid + " (" + name + ") " + state + " " + parent + " " + between + pid * 10 + " 0 0\n",
                StandardCharsets.ISO_8859_1);
        Files.writeString(folder.resolve("environ"), environment);
    }

    private LinuxProcessTable table() throws IOException {
        Files.createDirectories(proc.resolve("sys/kernel/random"));
        Files.createDirectories(proc.resolve("self"));
        Files.writeString(proc.resolve("sys/kernel/random/boot_id"), "boot-1\n");
        return new LinuxProcessTable(proc);
    }

    @Test
    void nameMayHoldAnythingAndZombiesAreDead() throws IOException {
        process(7, "a) R 1 (b\n", 'S', 1, "");
        process(8, "gone", 'Z', 1, "");
        process(9, "gone", 'X', 1, "");
        LinuxProcessTable table = table();

        assertEquals(Optional.of(new ProcessIdentity(7, 70, "boot-1")), table.identity(7));
        for (long dead : List.of(8L, 9L, 10L, 0L, -1L)) {
            assertEquals(Optional.empty(), table.identity(dead), "pid " + dead);
        }
    }

    @Test
    void descendantsAreFoundOverGenerationsButNotThroughThisProcess() throws IOException {
        process(100, "agent", 'S', 1, "");
        process(101, "tool", 'S', 100, "");
        process(102, "zombie", 'Z', 100, "");
        process(103, "child of the zombie", 'S', 102, "");
        process(104, "other", 'S', 1, "");
        process(SELF, "daemon started by a tool", 'S', 101, "");
        process(SELF + 1, "agent of that daemon", 'S', SELF, "");
        LinuxProcessTable table = table();

        Set<ProcessIdentity> found = table.descendants(Set.of(table.identity(100).orElseThrow()));

        assertTrue(found.contains(new ProcessIdentity(101, 1010, "boot-1")));
        assertTrue(found.contains(new ProcessIdentity(103, 1030, "boot-1")));
        assertFalse(found.stream().anyMatch(process -> Set.of(100L, 104L, SELF, SELF + 1).contains(process.pid())), found.toString());
    }

    @Test
    void markedProcessesAreFoundByTheWholeValueButNeverThisOneAndItsForebears() throws IOException {
        process(200, "first", 'S', 1, "PASEO_AGENT_ID=a\0X=1\0");
        process(201, "last", 'S', 1, "X=1\0PASEO_AGENT_ID=b");
        process(202, "longer", 'S', 1, "X=1\0PASEO_AGENT_ID=ab\0");
        process(203, "other name", 'S', 1, "MY_PASEO_AGENT_ID=a\0");
        process(204, "in a value", 'S', 1, "X=PASEO_AGENT_ID=a\0");
        process(205, "dead", 'Z', 1, "PASEO_AGENT_ID=a\0");
        process(206, "launcher", 'S', 1, "PASEO_AGENT_ID=a\0");
        process(SELF, "daemon", 'S', 206, "PASEO_AGENT_ID=a\0");
        LinuxProcessTable table = table();

        assertEquals(Map.of(new ProcessIdentity(200, 2000, "boot-1"), "a", new ProcessIdentity(201, 2010, "boot-1"), "b"),
                table.marked("PASEO_AGENT_ID", Set.of("a", "b")));
    }

    @Test
    void bothTablesKnowARealFamily() throws IOException {
        for (ProcessTable table : List.of(new LinuxProcessTable(Path.of("/proc")), new HandleProcessTable())) {
            Process parent = new ProcessBuilder("sh", "-c", "sleep 60 & sleep 60 & wait").start();
            Set<ProcessIdentity> family = Set.of(table.identity(parent.pid()).orElseThrow());
            try {
                until(() -> table.descendants(family).size() == 2);
            } finally {
                parent.descendants().forEach(ProcessHandle::destroyForcibly);
                parent.destroyForcibly();
            }
            until(() -> family.stream().noneMatch(table::alive));
        }
    }
}
