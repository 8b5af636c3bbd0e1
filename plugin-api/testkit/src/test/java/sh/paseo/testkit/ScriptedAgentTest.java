package sh.paseo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.process.Programs;

class ScriptedAgentTest {
    @TempDir
    private Path folder;

    private static String prompt(String uuid, String text) {
        JsonObject message = Json.createObjectBuilder().add("role", "user").add("content", text).build();
        return Json.createObjectBuilder().add("type", "user").add("uuid", uuid).add("message", message).build().toString();
    }

    private List<String> talk(int exitCode, String... lines) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(ScriptedAgent.command()).redirectOutput(output.toFile())
                .redirectError(folder.resolve("errors").toFile());
        builder.environment().put(ScriptedAgent.TRANSCRIPT, folder.resolve("oracle").toString());
        Process process = builder.start();
        try (var input = process.getOutputStream()) {
            input.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), "it does not end");
        assertEquals(exitCode, process.exitValue());
        return Files.readAllLines(output, StandardCharsets.ISO_8859_1);
    }

    @Test
    void itAnswersItsVersionAndWhetherSomebodyIsSignedIn() {
        LocalPrograms programs = new LocalPrograms(Map.of());
        List<String> version = new ArrayList<>(ScriptedAgent.command());
        version.add("--version");
        assertEquals(ScriptedAgent.VERSION + " (Scripted Agent)\n", programs.run(version, Map.of(), Duration.ofSeconds(20)).out());
        List<String> status = new ArrayList<>(ScriptedAgent.command());
        status.addAll(List.of("auth", "status"));
        Programs.Result signedOut = programs.run(status, Map.of(ScriptedAgent.SIGNED_OUT, "1"), Duration.ofSeconds(20));
        assertEquals(1, signedOut.exitCode());
    }

    @Test
    void itRunsAPromptOnceAndFinishesWhatItWasGiven() throws Exception {
        List<String> lines = talk(0, prompt("u1", "hello"), prompt("u1", "hello"), prompt("u2", "[[slow 5]]"));
        assertEquals(2, lines.stream().filter(line -> line.contains("\"type\":\"result\"")).count());
        AgentTranscript oracle = AgentTranscript.at(folder.resolve("oracle"));
        assertEquals(List.of("hello", "[[slow 5]]"), oracle.ran());
        assertEquals(3, oracle.received().size());
        assertEquals(1, oracle.timesRun("hello"));
    }

    @Test
    void itWritesDownWhatItSaidAndCalledWordByWord() throws Exception {
        talk(0, prompt("u1", "[[count 2]][[tool]][[count 2]]"));
        AgentTranscript oracle = AgentTranscript.at(folder.resolve("oracle"));
        assertEquals(List.of("tick0 ", "tick1 ", "tick2 ", "tick3 "), oracle.said());
        assertEquals(1, oracle.called().size());
    }

    @Test
    void itGivesUpOnALineThatIsNotJson() throws Exception {
        talk(1, "{\"type\":");
    }

    @Test
    void itCanDieInTheMiddle() throws Exception {
        List<String> lines = talk(3, prompt("u1", "[[text]][[die]][[text]]"));
        assertEquals(0, lines.stream().filter(line -> line.contains("\"type\":\"result\"")).count());
    }

    @Test
    void aTranscriptThatWasCutIsReadUpToTheCut() throws Exception {
        Path file = folder.resolve("cut");
        Files.writeString(file, "{\"event\":\"ran\",\"uuid\":\"u\",\"text\":\"whole\"}\n{\"event\":\"ran\",\"te");
        assertEquals(List.of("whole"), AgentTranscript.at(file).ran());
    }
}
