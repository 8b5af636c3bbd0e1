package sh.paseo.agent.claude;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import sh.paseo.api.agent.Usage;

/** What the conversation has used. The CLI counts per model over the whole conversation; the window is what the last call filled. */
final class UsageMeter {
    private OptionalLong window = OptionalLong.empty();

    /** The usage of one call of the model, as its stream reports it. */
    void call(JsonObject usage) {
        if (Fields.number(usage, "input_tokens").isPresent()) {
            window = OptionalLong.of(of(usage, "input_tokens") + of(usage, "cache_read_input_tokens")
                    + of(usage, "cache_creation_input_tokens") + of(usage, "output_tokens"));
        }
    }

    Usage at(JsonObject result) {
        List<JsonObject> models = Fields.object(result, "modelUsage").values().stream().filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast).toList();
        OptionalDouble cost = result.get("total_cost_usd") instanceof JsonNumber number ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
        OptionalLong most = models.stream().mapToLong(model -> of(model, "contextWindow")).filter(tokens -> tokens > 0).max();
        return new Usage(sum(models, "inputTokens"), sum(models, "cacheReadInputTokens"), sum(models, "outputTokens"), cost, most,
                window);
    }

    private static OptionalLong sum(List<JsonObject> models, String name) {
        return models.isEmpty() ? OptionalLong.empty() : OptionalLong.of(models.stream().mapToLong(model -> of(model, name)).sum());
    }

    private static long of(JsonObject object, String name) {
        return Fields.number(object, name).orElse(0);
    }

    long save() {
        return window.orElse(-1);
    }

    void load(long saved) {
        window = saved < 0 ? OptionalLong.empty() : OptionalLong.of(saved);
    }
}
