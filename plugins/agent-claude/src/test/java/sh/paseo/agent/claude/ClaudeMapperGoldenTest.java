package sh.paseo.agent.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.testkit.EventOrder;

/**
 * Recorded conversations give the events they gave before. A golden file that is missing is written and fails its test once; look
 * at it and run again. The property {@code paseo.golden=write} writes all anew.
 */
class ClaudeMapperGoldenTest {
    private static final Path RESOURCES = Path.of(System.getProperty("basedir", "."), "src", "test", "resources");

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> ownTranscriptsGiveTheSameEvents() throws IOException {
        List<Path> files = files(RESOURCES.resolve("transcripts"));
        assertTrue(files.size() >= 5, "only " + files);
        return files.stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }

    @TestFactory
    Stream<DynamicTest> sharedTranscriptsGiveTheSameEvents() throws IOException {
        Path folder = Path.of(System.getProperty("paseo.shared", "shared"), "agents", "transcripts").normalize();
        if (!Files.isDirectory(folder)) {
            return Stream.of(DynamicTest.dynamicTest("shared", () -> assumeTrue(false, "no recorded transcripts at " + folder
                    + " (property paseo.shared)")));
        }
        List<Path> files = files(folder);
        assertTrue(files.size() >= 40, "only " + files);
        return files.stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().matches("claude-.*\\.jsonl")).sorted().toList();
        }
    }

    private void check(Path file) throws IOException {
        Transcript transcript = Transcript.read(file);
        List<AgentEvent> events = transcript.events();
        assertEquals(events, transcript.events(), "a second replay");
        Takeovers takeovers = new Takeovers(folder, transcript);
        assertEquals(events, takeovers.events(), "told by a session");
        takeovers.check();
        assertEquals(List.of(), EventOrder.violations(events));
        Path golden = RESOURCES.resolve("golden").resolve(transcript.name() + ".txt");
        boolean missing = !Files.exists(golden);
        if (missing || "write".equals(System.getProperty("paseo.golden"))) {
            Files.write(golden, Summary.of(events));
        }
        assertTrue(!missing, golden + " was missing and has been written; check it");
        assertEquals(String.join("\n", Files.readAllLines(golden)), String.join("\n", Summary.of(events)));
    }
}
