package sh.paseo.cli.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class LeftAgentsTest {
    @TempDir
    Path home;

    private final List<Process> processes = new ArrayList<>();
    private String boot;

    @BeforeEach
    void readBoot() throws IOException {
        boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }

    @AfterEach
    void endProcesses() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(String... command) throws IOException {
        processes.add(new ProcessBuilder(command).start());
        return processes.getLast();
    }

    private static long started(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]);
    }

    private void record(String agent, String process, String json) throws IOException {
        Files.writeString(Files.createDirectories(home.resolve("agents").resolve(agent).resolve(process)).resolve("process.json"), json);
    }

    private void record(String agent, long pid, long started, String bootOfIt) throws IOException {
        record(agent, "p", "{\"format\":1,\"pid\":" + pid + ",\"started\":" + started + ",\"boot\":\"" + bootOfIt + "\"}");
    }

    private long count() {
        return new PaseoHome(home).agentsAlive();
    }

    @Test
    void aProcessIsKnownByNumberStartAndBoot() throws IOException {
        long pid = start("sleep", "600").pid();
        long started = started(pid);
        record("a", pid, started + 1, boot);
        assertEquals(0, count());
        record("a", pid, started, "another boot");
        assertEquals(0, count());
        record("a", pid, started, boot);
        assertEquals(1, count());
    }

    @Test
    void aProcessThatHasEndedDoesNotCountEvenIfNobodyHasTakenNoticeOfIt() throws Exception {
        // The child of a program that never waits for it stays in the table of processes.
        Process parent = start("sh", "-c", "sleep 600 & echo $!; exec sleep 600");
        long child = Long.parseLong(parent.inputReader().readLine());
        record("zombie", child, started(child), boot);
        assertEquals(1, count());
        await().until(() -> parent.info().command().filter(command -> command.endsWith("sleep")).isPresent());
        ProcessHandle.of(child).orElseThrow().destroyForcibly();
        await().until(() -> count() == 0);
        assertEquals("Z", Files.readString(Path.of("/proc/" + child + "/stat")).replaceFirst("^.*\\) ", "").substring(0, 1));
    }

    @Test
    void anAgentCountsOnceAndWhatIsNoProcessNever() throws IOException {
        long pid = start("sleep", "600").pid();
        record("a", pid, started(pid), boot);
        Files.createDirectories(home.resolve("agents/a/state"));
        record("a", "q", Files.readString(home.resolve("agents/a/p/process.json")));
        record("broken", "p", "{\"pid\":");
        record("odd", "p", "{\"pid\":\"x\"}");
        Files.writeString(home.resolve("agents/file"), "");
        assertEquals(1, count());
    }

    @Test
    void aHomeWithoutAgentsHasNone() {
        assertEquals(0, count());
    }
}
