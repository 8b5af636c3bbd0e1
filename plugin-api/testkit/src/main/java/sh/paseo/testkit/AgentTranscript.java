package sh.paseo.testkit;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * What a scripted agent received and did, in the agent's own words: the oracle of tests that kill the host, the agent, or both. It
 * survives the agent. What the agent received is appended before anything is done about it, what it said after it was said: so of a
 * killed agent the host may know one thing more than is written here, and never less.
 *
 * <p><b>Shape</b>: a JSON object a line, {@code {"event":"received","line":"…"}}, {@code {"event":"ran","uuid":"…","text":"…"}},
 * {@code {"event":"said","uuid":"…","text":"…"}}, {@code {"event":"called","uuid":"…","tool":"…"}},
 * {@code {"event":"asked","uuid":"…","request":"…"}}, {@code {"event":"answered","request":"…","behavior":"allow"}},
 * {@code {"event":"ended","uuid":"…","how":"completed"}}.
 */
public final class AgentTranscript {
    private final Optional<Path> file;

    private AgentTranscript(Optional<Path> file) {
        this.file = file;
    }

    /** The transcript in a file that may not exist yet. */
    public static AgentTranscript at(Path file) {
        return new AgentTranscript(Optional.of(file));
    }

    /** As the environment names it; a missing name means that nothing is written. */
    static AgentTranscript at(String file) {
        return new AgentTranscript(Optional.ofNullable(file).map(Path::of));
    }

    /** Every line the agent read, over all its processes. */
    public List<String> received() {
        return texts("received", "line");
    }

    /** The text of every prompt the agent began to work on. */
    public List<String> ran() {
        return texts("ran", "text");
    }

    /** How often the agent began to work on a prompt that holds this text. */
    public long timesRun(String text) {
        return ran().stream().filter(prompt -> prompt.contains(text)).count();
    }

    /** Pieces of text that the agent said, to whatever prompt. */
    public List<String> said() {
        return texts("said", "text");
    }

    /** The tools that the agent called, by their ids. */
    public List<String> called() {
        return texts("called", "tool");
    }

    /** The answers the agent took, {@code allow} or {@code deny}. */
    public List<String> answers() {
        return texts("answered", "behavior");
    }

    /** The arguments of every start. */
    public List<String> starts() {
        return texts("started", "arguments");
    }

    private List<String> texts(String event, String name) {
        return entries().stream().filter(entry -> entry.getString("event").equals(event)).map(entry -> entry.getString(name)).toList();
    }

    private List<JsonObject> entries() {
        if (file.isEmpty() || !Files.exists(file.get())) {
            return List.of();
        }
        try {
            // A line without its end was being written when the agent was killed.
            String text = Files.readString(file.get());
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(AgentTranscript::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonObject parse(String line) {
        try (JsonReader reader = Json.createReader(new StringReader(line))) {
            return reader.readObject();
        }
    }

    void started(List<String> arguments) {
        add(event("started").add("arguments", String.join("\u0000", arguments)));
    }

    void got(String line) {
        add(event("received").add("line", line));
    }

    void begins(String uuid, String text) {
        add(event("ran").add("uuid", uuid).add("text", text));
    }

    /** A piece of text is on its way. */
    void said(String uuid, String text) {
        add(event("said").add("uuid", uuid).add("text", text));
    }

    void called(String uuid, String tool) {
        add(event("called").add("uuid", uuid).add("tool", tool));
    }

    void asked(String uuid, String request) {
        add(event("asked").add("uuid", uuid).add("request", request));
    }

    void answered(String request, String behavior) {
        add(event("answered").add("request", request).add("behavior", behavior));
    }

    void ended(String uuid, String how) {
        add(event("ended").add("uuid", uuid).add("how", how));
    }

    private static JsonObjectBuilder event(String name) {
        return Json.createObjectBuilder().add("event", name);
    }

    private synchronized void add(JsonObjectBuilder entry) {
        if (file.isEmpty()) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap((entry.build() + "\n").getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(file.get(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            channel.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
