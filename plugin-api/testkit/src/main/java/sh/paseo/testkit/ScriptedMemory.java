package sh.paseo.testkit;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The file in which the scripted agent keeps a conversation, in the place and form of Claude Code's: a line when a prompt begins,
 * another when something of its answer is there.
 */
final class ScriptedMemory {
    private final Optional<Path> file;
    private boolean answered = true;

    private ScriptedMemory(Optional<Path> file) {
        this.file = file;
    }

    /** @param sessions the folder of all conversations; null keeps nothing */
    static ScriptedMemory of(String sessions, String sessionId) {
        return new ScriptedMemory(Optional.ofNullable(sessions).map(folder -> ScriptedAgent.session(Path.of(folder), sessionId)));
    }

    /** Why the conversation cannot be gone on with, or begun, under its name. */
    Optional<String> objection(boolean resume, String sessionId) throws IOException {
        if (file.isEmpty() || (resume ? lines().stream().anyMatch(line -> is(line, "user")) : !Files.exists(file.get()))) {
            return Optional.empty();
        }
        return Optional.of((resume ? "No conversation found with session ID: " : "Session ID is already in use: ") + sessionId);
    }

    /** Prompts of earlier processes that have an answer. Others are run again when they come again. */
    Set<String> answered() throws IOException {
        Set<String> answered = new HashSet<>();
        String last = "";
        for (JsonObject line : lines()) {
            if (is(line, "user")) {
                last = line.getString("uuid");
            } else if (is(line, "assistant")) {
                answered.add(last);
            }
        }
        return answered;
    }

    synchronized void begins(String uuid, String text) {
        answered = false;
        add(Json.createObjectBuilder().add("type", "user").add("uuid", uuid).add("cwd", Path.of("").toAbsolutePath().toString())
                .add("message", Json.createObjectBuilder().add("role", "user").add("content", text)).build());
    }

    synchronized void answers() {
        if (!answered) {
            answered = true;
            add(Json.createObjectBuilder().add("type", "assistant").build());
        }
    }

    private static boolean is(JsonObject line, String type) {
        return line.getString("type").equals(type);
    }

    private List<JsonObject> lines() throws IOException {
        return file.isPresent() && Files.exists(file.get()) ? Files.readAllLines(file.get()).stream().map(ScriptedMemory::parse).toList()
                : List.of();
    }

    private static JsonObject parse(String line) {
        try (JsonReader reader = Json.createReader(new StringReader(line))) {
            return reader.readObject();
        }
    }

    private void add(JsonObject line) {
        if (file.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(file.get().getParent());
            Files.writeString(file.get(), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
