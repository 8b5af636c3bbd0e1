package sh.paseo.it;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import sh.paseo.testkit.ModelServer;
import sh.paseo.testkit.Scenario;

/** The real CLI, with a scripted model that remembers what it was asked. What was allowed leaves a line in a file of the prompt's own. */
final class RealMortal implements MortalAgent {
    private static final String WORD = "tick";
    private static final int ENDLESS = 10_000;
    private static final int PAUSE_MILLIS = 40;

    private final String program;
    private final Path home;
    private final Path effects;
    private final ModelServer model = ModelServer.start();
    private int questions;

    RealMortal(String program, Path folder) throws IOException {
        this.program = program;
        home = Files.createDirectories(folder.resolve("home-of-claude"));
        effects = Files.createDirectories(folder.resolve("effects"));
    }

    @Override
    public JsonObject settings() {
        return Json.createObjectBuilder().add("command", Json.createArrayBuilder().add(program)).add("env", Json.createObjectBuilder()
                .add("HOME", home.toString()).add("ANTHROPIC_BASE_URL", model.uri().toString()).add("ANTHROPIC_API_KEY", "dummy")
                .add("CLAUDE_CODE_MAX_RETRIES", "1")).build();
    }

    @Override
    public Script brief() {
        return Script.free(marker(count(3)), Script.numbered(WORD, 3));
    }

    @Override
    public Script talk(int words) {
        return Script.free(marker(count(words)), Script.numbered(WORD, words));
    }

    @Override
    public Script endless() {
        return Script.endless(marker(count(ENDLESS)), Script.numbered(WORD, ENDLESS));
    }

    @Override
    public Script tools() {
        var answers = Json.createArrayBuilder();
        for (int i = 0; i < 5; i++) {
            answers.add(Json.createArrayBuilder().add(step("read").add("path", "file-" + i)));
        }
        return Script.free(Scenario.marker(answers.add(Json.createArrayBuilder().add(count(30))).build()), Script.numbered(WORD, 30));
    }

    /** A command that changes something, or it would run unasked. */
    @Override
    public Script permission() {
        var effect = effects.resolve("question-" + ++questions);
        var ask = step("shell").add("command", "echo done >> " + effect);
        return Script.asking(effect.getFileName() + ": " + Scenario.marker(Json.createArrayBuilder()
                .add(Json.createArrayBuilder().add(ask)).add(Json.createArrayBuilder().add(count(20))).build()), Script.numbered(WORD, 20));
    }

    private static String marker(JsonObjectBuilder step) {
        JsonArray answers = Json.createArrayBuilder().add(Json.createArrayBuilder().add(step)).build();
        return Scenario.marker(answers);
    }

    private static JsonObjectBuilder step(String kind) {
        return Json.createObjectBuilder().add("kind", kind);
    }

    private static JsonObjectBuilder count(int words) {
        return step("count").add("word", WORD).add("n", words).add("ms", PAUSE_MILLIS);
    }

    @Override
    public long timesRun(String mark) {
        return model.timesBegun(mark);
    }

    @Override
    public long timesAllowed(Told prompt) {
        var file = effects.resolve(prompt.script().text().split(":")[0]);
        try {
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The model has not heard of a result of the tool. */
    @Override
    public boolean waits(Told prompt) {
        return prompt.script().asks() && timesRun(prompt.mark()) > 0 && timesAllowed(prompt) == 0
                && model.requests().stream().noneMatch(request -> request.round() > 0 && request.prompt().contains(prompt.mark()));
    }

    /** The model cannot know what of its answer the CLI has passed on. */
    @Override
    public boolean tellsAll() {
        return false;
    }

    @Override
    public String said(Told prompt) {
        return "";
    }

    @Override
    public List<String> called(Told prompt) {
        return List.of();
    }

    @Override
    public void close() {
        model.close();
    }
}
