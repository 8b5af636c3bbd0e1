package sh.paseo.it;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import sh.paseo.testkit.ModelServer;
import sh.paseo.testkit.Scenario;

/** The real CLI, with a scripted model that remembers what it was asked. */
final class RealMortal implements MortalAgent {
    private final String program;
    private final Path home;
    private final ModelServer model = ModelServer.start();

    RealMortal(String program, Path folder) throws IOException {
        this.program = program;
        this.home = Files.createDirectories(folder.resolve("home-of-claude"));
    }

    @Override
    public JsonObject settings() {
        return Json.createObjectBuilder().add("command", Json.createArrayBuilder().add(program)).add("env", Json.createObjectBuilder()
                .add("HOME", home.toString()).add("ANTHROPIC_BASE_URL", model.uri().toString()).add("ANTHROPIC_API_KEY", "dummy")
                .add("CLAUDE_CODE_MAX_RETRIES", "1")).build();
    }

    @Override
    public String brief() {
        return "[[text]]";
    }

    @Override
    public String endless() {
        return Scenario.marker(Json.createArrayBuilder().add(Json.createArrayBuilder().add(slow())).build());
    }

    @Override
    public String tools() {
        var answers = Json.createArrayBuilder();
        IntStream.range(0, 10).forEach(n -> answers.add(step("read", "path", "file-" + n)));
        return Scenario.marker(answers.add(slow()).build());
    }

    /** A command that changes something, or it would run unasked; its shell outlives its parent. */
    @Override
    public String permission() {
        return Scenario.marker(Json.createArrayBuilder().add(step("shell", "command", "touch held; tail -f /dev/null")).build());
    }

    private static JsonArrayBuilder step(String kind, String name, String value) {
        return Json.createArrayBuilder().add(Json.createObjectBuilder().add("kind", kind).add(name, value));
    }

    private static JsonObject slow() {
        return Json.createObjectBuilder().add("kind", "slow").add("text", "tick ").add("n", 10_000).add("ms", 100).build();
    }

    @Override
    public long timesRun(String mark) {
        return model.timesBegun(mark);
    }

    /** What the CLI was given and did not ask its model about is its own affair. */
    @Override
    public long timesReceived(String mark) {
        return model.timesBegun(mark);
    }

    @Override
    public void close() {
        model.close();
    }
}
