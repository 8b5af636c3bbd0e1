package sh.paseo.agent.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.SessionSettings;
import sh.paseo.testkit.EventOrder;
import sh.paseo.testkit.FakeSessionContext;
import sh.paseo.testkit.ModelServer;
import sh.paseo.testkit.RecordingSink;

/** The real CLI against a scripted model. It is the program that the property {@code paseo.claude} names. */
abstract class RealClaude {
    static final AgentEvent.Outcome COMPLETED = new AgentEvent.Outcome.Completed();

    @TempDir
    Path folder;
    ModelServer model;
    FakeSessionContext context;
    private final List<FakeSessionContext> contexts = new ArrayList<>();
    private int turns;

    @BeforeEach
    void open() throws IOException {
        model = ModelServer.start();
        Files.createDirectories(folder.resolve("work"));
        Files.createDirectories(folder.resolve("home"));
        context = session(new OpenRequest.Fresh(settings(Optional.empty())));
    }

    @AfterEach
    void close() {
        contexts.forEach(FakeSessionContext::close);
        model.close();
        for (FakeSessionContext one : contexts) {
            assertEquals(List.of(), one.failures());
            assertEquals(List.of(), EventOrder.violations(one.sink().events()));
        }
    }

    SessionSettings settings(Optional<String> mode) {
        return new SessionSettings(folder.resolve("work"), mode, Optional.empty(), Optional.empty(), Optional.of("--version"),
                JsonValue.EMPTY_JSON_OBJECT, JsonValue.EMPTY_JSON_OBJECT);
    }

    Map<String, String> environment() {
        return Map.of("HOME", folder.resolve("home").toString(), "ANTHROPIC_BASE_URL", model.uri().toString(), "ANTHROPIC_API_KEY", "dummy",
                "CLAUDE_CODE_MAX_RETRIES", "1");
    }

    FakeSessionContext session(OpenRequest request) {
        return session(request, environment());
    }

    FakeSessionContext session(OpenRequest request, Map<String, String> environment) {
        JsonObject settings = Json.createObjectBuilder()
                .add("command", Json.createArrayBuilder().add(System.getProperty("paseo.claude"))).build();
        FakeSessionContext opened = kept(new FakeSessionContext(folder, settings, environment));
        opened.open(new ClaudeProvider(), request);
        return opened;
    }

    /** Has a context closed and checked at the end of the test. */
    FakeSessionContext kept(FakeSessionContext one) {
        contexts.add(one);
        return one;
    }

    RecordingSink sink() {
        return context.sink();
    }

    TurnId prompt(String text) {
        return prompt(Prompt.of(text));
    }

    TurnId prompt(Prompt prompt) {
        TurnId turn = new TurnId("turn-" + ++turns);
        context.call(session -> session.startTurn(turn, prompt));
        return turn;
    }
}
