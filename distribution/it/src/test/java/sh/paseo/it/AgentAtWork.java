package sh.paseo.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An agent in the middle of a turn that takes for ever, with the process it runs in.
 *
 * @param mark a word of its prompt and of no other
 */
record AgentAtWork(Distribution paseo, String id, String mark, ProcessHandle process) {
    /** Writes a configuration in which the provider {@code claude} runs this agent. */
    static void configure(Distribution paseo, MortalAgent agent, JsonObject more) throws IOException {
        configure(paseo, agent.settings(), more);
    }

    private static void configure(Distribution paseo, JsonObject claude, JsonObject more) throws IOException {
        Files.createDirectory(paseo.home(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var agents = Json.createObjectBuilder(more).add("providers", Json.createObjectBuilder().add("claude", claude));
        Files.writeString(paseo.home().resolve("config.json"), Json.createObjectBuilder().add("agents", agents).build().toString());
    }

    /** As {@link #configure}, but the agent ends by SIGKILL alone. */
    static void configureStubborn(Distribution paseo, MortalAgent agent) throws IOException {
        var words = new ArrayList<>(List.of("sh", "-c", "trap '' TERM INT HUP; exec \"$@\"", "agent"));
        agent.settings().getJsonArray("command").forEach(word -> words.add(((JsonString) word).getString()));
        configure(paseo, Json.createObjectBuilder(agent.settings()).add("command", Json.createArrayBuilder(words)).build(),
                JsonObject.EMPTY_JSON_OBJECT);
    }

    /** Starts it and returns when its program works on the prompt. */
    static AgentAtWork start(Distribution paseo, MortalAgent agent) throws IOException, InterruptedException {
        var mark = "mark-" + System.nanoTime();
        var id = paseo.run("run", "--detach", "--provider", "claude", "--json", mark + " " + agent.endless().text()).ok().jsonObject()
                .getString("agentId");
        await().atMost(Distribution.PATIENCE).until(() -> agent.timesRun(mark) == 1);
        return new AgentAtWork(paseo, id, mark, process(paseo, id).orElseThrow());
    }

    private static Optional<ProcessHandle> process(Distribution paseo, String id) throws IOException {
        try (var folders = Files.newDirectoryStream(paseo.home().resolve("agents").resolve(id))) {
            for (Path folder : folders) {
                var file = folder.resolve("process.json");
                if (Files.exists(file)) {
                    try (var reader = Json.createReader(Files.newBufferedReader(file))) {
                        return ProcessHandle.of(reader.readObject().getJsonNumber("pid").longValue());
                    } catch (JsonException e) {
                        throw new AssertionError(file + " is no JSON", e);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** What runs for it, its descendants too. */
    List<String> processes() throws IOException {
        return Leftovers.of(Set.of(id));
    }

    /** Nothing of it runs: a daemon that ends its agents waits for that. */
    void assertEnded() throws IOException {
        assertEquals(List.of(), processes());
    }

    /** Its timeline as people read it. */
    String said() throws IOException, InterruptedException {
        return paseo.run("logs", id).ok().out();
    }

    /** {@code running}, {@code idle}, or what else the daemon says. */
    String status() throws IOException, InterruptedException {
        return paseo.run("inspect", id, "--json").ok().jsonObject().getString("Status");
    }
}
