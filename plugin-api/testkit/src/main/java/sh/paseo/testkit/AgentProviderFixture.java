package sh.paseo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.SessionSettings;
import sh.paseo.api.agent.Setting;

/** What {@link AgentProviderContract} must know of a provider, and the sessions it opens. */
public abstract class AgentProviderFixture {
    @TempDir
    protected Path folder;
    private final List<FakeSessionContext> contexts = new ArrayList<>();
    private int turns;

    protected abstract AgentProvider provider();

    /** The provider's section of the configuration. */
    protected JsonObject settings() {
        return JsonValue.EMPTY_JSON_OBJECT;
    }

    /** A configuration with which no session can be opened. */
    protected Optional<JsonObject> brokenSettings() {
        return Optional.empty();
    }

    /** Added to the environment of every program. */
    protected Map<String, String> environment() {
        return Map.of();
    }

    /** Answered with text that holds the prompt's own text, if the agent can; else with any. */
    protected abstract Prompt echoed(String text);

    /** Answered in many pieces over some seconds at least. */
    protected abstract Prompt slow();

    /** Asks the user before it goes on. */
    protected Optional<Prompt> asking() {
        return Optional.empty();
    }

    /** Makes the agent write what is none of its messages, and answer then. */
    protected Optional<Prompt> garbage() {
        return Optional.empty();
    }

    /** Makes the agent write a line of 10 MB. */
    protected Optional<Prompt> bigLine() {
        return Optional.empty();
    }

    /** Makes the agent's process end by itself. */
    protected Optional<Prompt> dying() {
        return Optional.empty();
    }

    protected Optional<Setting> goodSetting() {
        return Optional.empty();
    }

    protected Optional<Setting> badSetting() {
        return Optional.empty();
    }

    /** Whether the agent says back what it was told by {@link #echoed}. */
    protected boolean echoes() {
        return false;
    }

    protected SessionSettings sessionSettings(Optional<String> systemPrompt) {
        return new SessionSettings(folder, provider().descriptor().defaultMode(), Optional.empty(), Optional.empty(), systemPrompt,
                JsonValue.EMPTY_JSON_OBJECT, JsonValue.EMPTY_JSON_OBJECT);
    }

    protected final FakeSessionContext context(JsonObject settings, Map<String, String> environment) {
        return kept(new FakeSessionContext(folder, settings, environment));
    }

    /** Has a context closed and checked at the end of the test. */
    final FakeSessionContext kept(FakeSessionContext context) {
        contexts.add(context);
        return context;
    }

    protected final FakeSessionContext fresh() {
        FakeSessionContext context = context(settings(), environment());
        context.open(provider(), new OpenRequest.Fresh(sessionSettings(Optional.empty())));
        return context;
    }

    protected final TurnId start(FakeSessionContext context, Prompt prompt) {
        TurnId turn = new TurnId("turn-" + ++turns);
        context.call(session -> session.startTurn(turn, prompt));
        return turn;
    }

    static Prompt needed(Optional<Prompt> prompt) {
        assumeTrue(prompt.isPresent(), "this agent cannot be brought into that state");
        return prompt.get();
    }

    @AfterEach
    final void eventsWereInOrderAndNothingIsLeft() {
        contexts.forEach(FakeSessionContext::close);
        for (FakeSessionContext context : contexts) {
            assertEquals(List.of(), EventOrder.violations(context.sink().events()));
            assertEquals(List.of(), context.failures());
            assertEquals(0, context.processesAlive());
        }
    }
}
