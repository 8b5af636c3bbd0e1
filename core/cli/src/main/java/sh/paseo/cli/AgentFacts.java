package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.util.Optional;
import sh.paseo.cli.client.Json;

/** What an agent's snapshot says, in the words that {@code ls} and {@code inspect} share. */
final class AgentFacts {
    private AgentFacts() {}

    /** The model that runs, else the configured one; {@code default} is none. */
    static Optional<String> model(JsonObject agent) {
        return Json.filled(Json.child(agent, "runtimeInfo"), "model").or(() -> Json.filled(agent, "model"))
                .filter(model -> !model.equals("default"));
    }

    /** The thinking option in effect, {@code auto} when none is set. */
    static String thinking(JsonObject agent) {
        return Json.filled(agent, "effectiveThinkingOptionId").or(() -> Json.filled(agent, "thinkingOptionId")).orElse("auto");
    }
}
