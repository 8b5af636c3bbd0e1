package sh.paseo.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import sh.paseo.testkit.AgentTranscript;
import sh.paseo.testkit.ScriptedAgent;

/** The scripted agent. Each of its processes makes another that has a session of its own, as tool shells do. */
final class ScriptedMortal implements MortalAgent {
    private static final String WORD = "tick";
    private static final int ENDLESS = 100_000;

    private final Path file;
    private final Transcript transcript;
    private final Path sessions;

    ScriptedMortal(Path folder) throws IOException {
        file = folder.resolve("transcript");
        transcript = new Transcript(file);
        sessions = Files.createDirectories(folder.resolve("sessions"));
    }

    @Override
    public JsonObject settings() {
        var words = new ArrayList<>(List.of("sh", "-c", "setsid sleep 3600 & exec \"$@\"", "agent"));
        words.addAll(ScriptedAgent.command());
        return Json.createObjectBuilder().add("command", Json.createArrayBuilder(words)).add("env", Json.createObjectBuilder()
                .add(ScriptedAgent.TRANSCRIPT, file.toString()).add(ScriptedAgent.SESSIONS, sessions.toString())
                .add("CLAUDE_CONFIG_DIR", sessions.toString())).build();
    }

    @Override
    public Script brief() {
        return Script.free("[[think]][[count 5]]", Script.numbered(WORD, 5));
    }

    @Override
    public Script talk(int words) {
        return Script.free("[[think]][[count " + words + "]]", Script.numbered(WORD, words));
    }

    @Override
    public Script endless() {
        return Script.endless("[[think]][[count " + ENDLESS + "]]", Script.numbered(WORD, ENDLESS));
    }

    @Override
    public Script tools() {
        return Script.free("[[tool]][[count 3]]".repeat(10), Script.numbered(WORD, 30));
    }

    @Override
    public Script permission() {
        return Script.asking("[[count 3]][[permission]][[count 20]]", Script.numbered(WORD, 23));
    }

    @Override
    public long timesRun(String mark) {
        return transcript.of(mark).size();
    }

    @Override
    public long timesAllowed(Told prompt) {
        return transcript.of(prompt.mark()).stream().mapToLong(Transcript.Deeds::allowed).sum();
    }

    @Override
    public boolean waits(Told prompt) {
        return transcript.of(prompt.mark()).stream().anyMatch(Transcript.Deeds::waits);
    }

    @Override
    public boolean tellsAll() {
        return true;
    }

    @Override
    public String said(Told prompt) {
        return transcript.of(prompt.mark()).stream().map(Transcript.Deeds::said).collect(Collectors.joining());
    }

    @Override
    public List<String> called(Told prompt) {
        return transcript.of(prompt.mark()).stream().flatMap(deeds -> deeds.called().stream()).toList();
    }

    /** How often a line with this mark was written to it. */
    long timesSent(String mark) {
        return AgentTranscript.at(file).received().stream().filter(line -> line.contains(mark)).count();
    }

    /** The answers to its questions, {@code allow} or {@code deny}. */
    List<String> answers() {
        return AgentTranscript.at(file).answers();
    }

    /** Ends what a daemon left of it that was killed while it asked for the program's version, or by a test that failed. */
    @Override
    public void close() {
        try {
            Leftovers.with(ScriptedAgent.TRANSCRIPT + "=" + file).forEach(ProcessHandle::destroyForcibly);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
