package sh.paseo.daemon.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
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

    private void killAfter(int lines) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                CommittingMain.class.getName(), home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
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
