package sh.paseo.daemon.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.AgentId;
import sh.paseo.engine.AgentState;
import sh.paseo.engine.TimelineRow;

class CrashTest {
    @TempDir
    Path home;

    /** Each round starts a program, a second or so; the whole loop runs with the kill harness of the distribution. */
    private final int rounds = Math.max(3, Integer.getInteger("paseo.rounds", 20) / 5);
    private final Map<String, Long> acknowledged = new HashMap<>();

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void killInTheMiddleOfCommitsLosesNothingAcknowledgedAndHalvesNothing() throws Exception {
        for (int round = 0; round < rounds; round++) {
            killAfter(RandomGenerator.getDefault().nextInt(1, 400));
            try (SqliteStore store = SqliteStore.open(home, Samples.JSON, () -> Samples.NOW)) {
                assertWhole(store, "round " + round);
            }
        }
        assertEquals(CommittingMain.AGENTS, acknowledged.size(), "every agent got as far as a commit");
    }

    private ProcessBuilder committing(List<String> before, String... arguments) {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                CommittingMain.class.getName(), home.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** The pragmas say so, and {@link DiskFailureTest} shows that SQLite means it; this shows that the system hears of it. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void theSystemIsAskedToWriteToTheDiskBeforeEachAcknowledgement() throws Exception {
        Path trace = home.resolve("trace");
        List<String> strace = List.of("strace", "-f", "-y", "-qq", "-e", "trace=fsync,fdatasync,write", "-e", "signal=none", "-o",
                trace.toString());
        assumeTrue(canTrace(strace), "strace is not here or may not look at programs");
        int commits = 20;
        assertEquals(0, committing(strace, Integer.toString(commits)).redirectOutput(home.resolve("out").toFile()).start().waitFor());
        int acknowledged = 0;
        boolean asked = false;
        boolean done = false;
        for (String call : Files.readAllLines(trace)) {
            asked |= call.contains("sync(") && call.contains("paseo.db-wal>");
            done |= asked && call.contains("sync") && call.endsWith("= 0");
            if (call.contains("write(1<") && call.contains("\"agent-0 ")) {
                acknowledged++;
                assertTrue(done, "acknowledgement " + acknowledged + " came without a sync since the one before");
                asked = false;
                done = false;
            }
        }
        assertEquals(commits, acknowledged);
    }

    private static boolean canTrace(List<String> strace) throws InterruptedException {
        List<String> command = new ArrayList<>(strace);
        command.add("true");
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
                    .waitFor() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    private void killAfter(int lines) throws IOException, InterruptedException {
        Process process = committing(List.of()).start();
        try (BufferedReader out = process.inputReader()) {
            int read = 0;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                String[] words = line.split(" ");
                acknowledged.merge(words[0], Long.parseLong(words[1]), Math::max);
                if (++read == lines) {
                    // By its handle: the process's own method also closes the pipe, and with it what was acknowledged but not read.
                    process.toHandle().destroyForcibly();
                }
            }
            assertTrue(read >= lines, "the program ended by itself after " + read + " commits");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private void assertWhole(SqliteStore store, String when) {
        Map<String, AgentState> states = new HashMap<>();
        store.agents().join().forEach(state -> states.put(state.id().value(), state));
        acknowledged.forEach((agent, seq) -> {
            AgentState state = states.get(agent);
            long last = state.progress().lastSeq();
            assertTrue(last >= seq, when + ": " + agent + " has " + last + " rows, " + seq + " were acknowledged");
            List<TimelineRow> rows = store.rowsAfter(new AgentId(agent), 0, Integer.MAX_VALUE).join();
            assertEquals(last, rows.size(), when);
            assertEquals(Samples.row(last), rows.getLast(), when);
            for (long message = CommittingMain.ROWS; message <= last; message += CommittingMain.ROWS) {
                assertTrue(store.accepted(new AgentId(agent), "m" + message).join(), when + ": prompt " + message + " of " + agent);
            }
        });
    }
}
