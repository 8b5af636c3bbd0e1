package sh.paseo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.testkit.Cassette;
import sh.paseo.testkit.JournalEntry;

@EnabledOnOs(OS.LINUX)
class RecordTest {
    private static final String KEY = "sk-ant-api03-0123456789abcdefghijklmnop";

    @TempDir
    Path scratch;

    private static List<String> told(Cassette cassette) {
        return cassette.entries().stream().filter(JournalEntry.Sent.class::isInstance).map(sent -> ((JournalEntry.Sent) sent).send().text())
                .toList();
    }

    private static long lines(Cassette cassette) {
        return cassette.entries().stream().filter(JournalEntry.Got.class::isInstance).count();
    }

    @Test
    void aRecordingHoldsWhatTheProgramWasToldAndSaidWithoutKeysForItsUserAlone() throws Exception {
        var paseo = Distribution.shipped(scratch);
        try (paseo; var agent = new ScriptedMortal(scratch)) {
            AgentAtWork.configure(paseo, agent, JsonObject.EMPTY_JSON_OBJECT);
            paseo.start();
            var id = paseo.run("run", "-q", "--provider", "claude", "first " + KEY + " [[count 5]]").ok().out().strip();
            paseo.run("send", id, "second [[tool]]").ok();
            var file = paseo.work().resolve("talk.jsonl");
            var row = paseo.run("agent", "record", id, "--out", file.toString(), "--json").ok().jsonObject();
            assertEquals(file.toString(), row.getString("file"));
            assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
            assertFalse(Files.readString(file).contains(KEY));
            var cassette = Cassette.read(file);
            assertEquals("claude", cassette.provider());
            assertEquals(List.of("first", "second"), List.of("first", "second").stream()
                    .filter(word -> told(cassette).stream().filter(line -> line.contains(word)).count() == 1).toList());
            assertTrue(lines(cassette) > 5, file::toString);
            assertEquals(cassette.entries().size(), row.getInt("lines"));
        }
    }

    @Test
    void aRecordingReplacesAFileOnlyIfItIsToldTo() throws Exception {
        var paseo = Distribution.shipped(scratch);
        try (paseo; var agent = new ScriptedMortal(scratch)) {
            AgentAtWork.configure(paseo, agent, JsonObject.EMPTY_JSON_OBJECT);
            paseo.start();
            var id = paseo.run("run", "-q", "--provider", "claude", "[[text]]").ok().out().strip();
            var file = Files.writeString(paseo.work().resolve("talk.jsonl"), "precious");
            var refused = paseo.run("agent", "record", id, "--out", file.toString());
            assertEquals(1, refused.exit());
            assertTrue(refused.err().contains("--force"), refused.err());
            assertEquals("precious", Files.readString(file));
            paseo.run("agent", "record", id, "--out", file.toString(), "--force").ok();
            assertEquals("claude", Cassette.read(file).provider());
            assertEquals(List.of(file), files(paseo.work(), "talk*"));
        }
    }

    @Test
    void anAgentWithoutAProcessHasNoRecording() throws Exception {
        try (var paseo = Distribution.shipped(scratch)) {
            paseo.start();
            var id = paseo.run("run", "-q", "--provider", "demo", "hi").ok().out().strip();
            var refused = paseo.run("agent", "record", id);
            assertEquals(1, refused.exit());
            assertTrue(refused.err().contains("no process"), refused.err());
            assertEquals(List.of(), files(paseo.work(), "*.cassette.jsonl*"));
        }
    }

    private static List<Path> files(Path folder, String pattern) throws IOException {
        var found = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(folder, pattern)) {
            files.forEach(found::add);
        }
        return found;
    }
}
