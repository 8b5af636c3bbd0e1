package sh.paseo.testkit;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A stand-in for Claude Code: a small program that speaks its stream-json mode, does what markers in the prompt say, in their
 * order, and writes down all it received and did. Give {@link #command()} to the provider as its setting {@code command}.
 *
 * <p>Markers: {@code [[text]] [[think]] [[tool]] [[permission]] [[question]] [[plan]] [[slow N]] [[count N]] [[clock N]] [[hang]]
 * [[error]] [[garbage]] [[bigline N]] [[die]]}. {@code slow} says N numbered words 20 ms apart, {@code count} numbers them through the
 * whole prompt, {@code clock} calls N tools that tell the time, {@code hang} says nothing until it is interrupted, {@code garbage}
 * writes lines that are no messages, {@code bigline} one of N MB, {@code die} ends the program at once with exit code 3. A prompt
 * without a marker is answered by itself.
 */
public final class ScriptedAgent {
    /** Names the file of the agent's {@link AgentTranscript}. */
    public static final String TRANSCRIPT = "SCRIPTED_AGENT_TRANSCRIPT";
    /**
     * Names a folder in which conversations are kept as Claude Code keeps them in its configuration folder; without it every
     * conversation can be resumed. A provider finds them there if {@code CLAUDE_CONFIG_DIR} names the same folder.
     */
    public static final String SESSIONS = "SCRIPTED_AGENT_SESSIONS";
    /** {@code dies-at-start}, {@code never-answers}, or nothing. */
    public static final String MODE = "SCRIPTED_AGENT_MODE";
    /** If set at all, nobody is signed in. */
    public static final String SIGNED_OUT = "SCRIPTED_AGENT_SIGNED_OUT";
    public static final String VERSION = "9.9.9";

    private ScriptedAgent() {}

    /** The program with the arguments that come before the provider's own. */
    public static List<String> command() {
        String classPath = Stream.of(ScriptedAgentMain.class, Json.class, JsonProvider.provider().getClass()).map(ScriptedAgent::place)
                .distinct().collect(Collectors.joining(File.pathSeparator));
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx256m", "-cp", classPath, ScriptedAgentMain.class.getName());
    }

    /** Where a conversation is kept in a folder that {@link #SESSIONS} names. */
    public static Path session(Path sessions, String sessionId) {
        return sessions.resolve("projects").resolve("scripted").resolve(sessionId + ".jsonl");
    }

    /** The provider's setting {@code {"command": [...]}}. */
    public static JsonObject settings() {
        return Json.createObjectBuilder().add("command", array(command())).build();
    }

    private static JsonArray array(List<String> words) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        words.forEach(array::add);
        return array.build();
    }

    private static String place(Class<?> type) {
        return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString())).toString();
    }
}
