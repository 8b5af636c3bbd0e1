package sh.paseo.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sh.paseo.testkit.AgentTranscript;
import sh.paseo.testkit.ScriptedAgent;

/** The scripted agent. Each of its processes leaves one behind that has a session of its own, as tool shells do. */
final class ScriptedMortal implements MortalAgent {
    private final Path transcript;
    private final Path sessions;

    ScriptedMortal(Path folder) throws IOException {
        transcript = folder.resolve("transcript");
        sessions = Files.createDirectories(folder.resolve("sessions"));
    }

    @Override
    public JsonObject settings() {
        var words = new ArrayList<>(List.of("sh", "-c", "setsid sleep 3600 & exec \"$@\"", "agent"));
        words.addAll(ScriptedAgent.command());
        return Json.createObjectBuilder().add("command", Json.createArrayBuilder(words)).add("env", Json.createObjectBuilder()
                .add(ScriptedAgent.TRANSCRIPT, transcript.toString()).add(ScriptedAgent.SESSIONS, sessions.toString())).build();
    }

    @Override
    public String brief() {
        return "[[think]][[slow 5]]";
    }

    @Override
    public String endless() {
        return "[[think]][[slow 100000]]";
    }

    @Override
    public String tools() {
        return "[[tool]][[slow 3]]".repeat(10) + "[[hang]]";
    }

    @Override
    public String permission() {
        return "[[text]][[permission]][[hang]]";
    }

    @Override
    public long timesRun(String mark) {
        return AgentTranscript.at(transcript).timesRun(mark);
    }

    @Override
    public long timesReceived(String mark) {
        return AgentTranscript.at(transcript).received().stream().filter(line -> line.contains(mark)).count();
    }

<<<<<<< HEAD
    /** The answers to its questions, {@code allow} or {@code deny}. */
    List<String> answers() {
        return AgentTranscript.at(transcript).answers();
    }

=======
    /** Ends what a daemon left of it that was killed while it asked for the program's version, or by a test that failed. */
>>>>>>> lifecycle
    @Override
    public void close() {
        var mine = ScriptedAgent.TRANSCRIPT + "=" + transcript;
        try {
            Leftovers.with(mine::equals).forEach(
                    line -> ProcessHandle.of(Long.parseLong(line.split(" ")[0])).ifPresent(ProcessHandle::destroyForcibly));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
