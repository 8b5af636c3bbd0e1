package sh.paseo.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What Paseo is for: the real Claude Code program changes a repository, and its user says yes. Its model is scripted. */
@EnabledIfSystemProperty(named = "paseo.claude", matches = ".+", disabledReason = "paseo.claude names no claude program")
class MainJobTest {
    private static final String NOTE = "line one\nline two\n";

    @TempDir
    Path scratch;

    private Distribution started(RealMortal claude) throws IOException, InterruptedException {
        var paseo = Distribution.shipped(scratch);
        Files.createDirectories(paseo.home());
        Files.writeString(paseo.home().resolve("config.json"), Json.createObjectBuilder().add("agents", Json.createObjectBuilder()
                .add("default", "claude").add("providers", Json.createObjectBuilder().add("claude", claude.settings()))).build()
                .toString());
        Files.createDirectories(paseo.work());
        assertEquals(0, new ProcessBuilder("git", "init", "-q", paseo.work().toString()).start().waitFor());
        paseo.start();
        return paseo;
    }

    private static String changed(Distribution paseo) throws IOException, InterruptedException {
        var git = new ProcessBuilder("git", "-C", paseo.work().toString(), "status", "--short").redirectErrorStream(true).start();
        return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void aPermissionIsAnsweredInPlaceOnATerminal() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script(1) is not here to make a terminal");
        try (var claude = new RealMortal(System.getProperty("paseo.claude"), scratch); var paseo = started(claude)) {
            var run = paseo.builder(List.of()).command("/usr/bin/script", "-qefc", paseo.install() + "/bin/paseo run '[[write]] a note'",
                    "/dev/null");
            var screen = scratch.resolve("screen");
            var terminal = run.redirectInput(ProcessBuilder.Redirect.PIPE).redirectOutput(screen.toFile()).redirectErrorStream(true)
                    .start();
            await().atMost(Distribution.PATIENCE).until(() -> Files.readString(screen).contains("[a]llow"));
            assertTrue(Files.notExists(paseo.work().resolve("note.txt")), "nothing is written before the answer");
            terminal.getOutputStream().write("a\n".getBytes(StandardCharsets.US_ASCII));
            terminal.getOutputStream().flush();
            assertTrue(terminal.waitFor(Distribution.PATIENCE.toSeconds(), TimeUnit.SECONDS), () -> "the command does not end");
            assertEquals(0, terminal.exitValue(), Files.readString(screen));
            assertTrue(Files.readString(screen).contains("Write done."), Files.readString(screen));
            assertEquals(NOTE, Files.readString(paseo.work().resolve("note.txt")));
            assertEquals("?? note.txt", changed(paseo));
        }
    }

    @Test
    void aPermissionIsAnsweredFromASecondTerminalWhileAThirdWatches() throws Exception {
        try (var claude = new RealMortal(System.getProperty("paseo.claude"), scratch); var paseo = started(claude)) {
            var agent = paseo.run("run", "--json", "[[write]] a note").ok().jsonObject();
            assertEquals("permission", agent.getString("status"), agent::toString);
            var id = agent.getString("agentId");
            var watched = scratch.resolve("watched");
            var third = paseo.builder(List.of("attach", id)).redirectOutput(watched.toFile()).redirectErrorStream(true).start();
            try {
                await().atMost(Distribution.PATIENCE).until(() -> Files.readString(watched).contains("[User]"));
                assertEquals(1, paseo.run("permit", "allow", id, "--json").ok().jsonArray().size());
                assertEquals("idle", paseo.run("wait", id, "--timeout", "60s", "--json").ok().jsonObject().getString("status"));
                await().atMost(Distribution.PATIENCE).until(() -> Files.readString(watched).contains("Write done."));
                assertTrue(Files.readString(watched).contains("[Permission allow]"), Files.readString(watched));
            } finally {
                third.destroy();
                third.waitFor();
            }
            assertEquals(NOTE, Files.readString(paseo.work().resolve("note.txt")));
        }
    }
}
