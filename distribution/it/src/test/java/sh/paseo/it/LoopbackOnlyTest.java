package sh.paseo.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paseo sends nothing anywhere: the kernel is asked, not the program. */
class LoopbackOnlyTest {
    private static final Path STRACE = Path.of("/usr/bin/strace");
    private static final String LOOPBACK = ".*(inet_addr\\(\"127\\.[0-9.]+\"\\)|\"::1\"|\"::ffff:127\\.[0-9.]+\").*";

    @TempDir
    Path scratch;

    @Test
    void theDaemonItsAgentAndTheCommandConnectToThisMachineOnly() throws Exception {
        assumeTrue(Files.isExecutable(STRACE), "strace is not here to watch the calls");
        try (var paseo = Distribution.shipped(scratch)) {
            paseo.start();
            var daemon = scratch.resolve("daemon.strace");
            var watching = traced(daemon, List.of("-p", String.valueOf(paseo.jvm().pid()))).redirectErrorStream(true)
                    .redirectOutput(scratch.resolve("strace.out").toFile()).start();
            try {
                await().atMost(Distribution.PATIENCE)
                        .until(() -> !watching.isAlive() || Files.readString(scratch.resolve("strace.out")).contains("attached"));
                assumeTrue(watching.isAlive(), "this system lets nobody watch a process: "
                        + Files.readString(scratch.resolve("strace.out")));
                var command = scratch.resolve("command.strace");
                var words = paseo.builder(List.of("run", "--provider", "demo", "--mode", "auto", "--json", "hi"));
                var run = traced(command, words.command());
                run.environment().clear();
                run.environment().putAll(words.environment());
                assertEquals(0, run.directory(words.directory()).redirectErrorStream(true)
                        .redirectOutput(scratch.resolve("run.out").toFile()).start().waitFor(), () -> read(scratch.resolve("run.out")));
                assertFalse(connects(command).isEmpty(), "nothing was seen of the command");
                assertEquals(List.of(), elsewhere(command));
            } finally {
                watching.destroy();
                watching.waitFor();
            }
            assertEquals(List.of(), elsewhere(daemon));
        }
    }

    private static ProcessBuilder traced(Path file, List<String> rest) {
        var words = new ArrayList<>(List.of(STRACE.toString(), "-f", "-e", "trace=connect,sendto", "-o", file.toString()));
        words.addAll(rest);
        return new ProcessBuilder(words);
    }

    private static List<String> connects(Path file) throws IOException {
        return Files.readAllLines(file).stream().filter(line -> line.contains("AF_INET")).toList();
    }

    private static List<String> elsewhere(Path file) throws IOException {
        return connects(file).stream().filter(line -> !line.matches(LOOPBACK)).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
