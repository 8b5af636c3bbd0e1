package sh.paseo.api.agent;

import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What a conversation has used so far. Tokens are counts, the cost is US dollars as the agent estimates it. */
public record Usage(OptionalLong inputTokens, OptionalLong cachedInputTokens, OptionalLong outputTokens, OptionalDouble totalCostUsd,
        OptionalLong contextWindowMaxTokens, OptionalLong contextWindowUsedTokens) {
    public static final Usage NONE = new Usage(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalDouble.empty(),
            OptionalLong.empty(), OptionalLong.empty());

    public Usage {
        Objects.requireNonNull(inputTokens);
        Objects.requireNonNull(cachedInputTokens);
        Objects.requireNonNull(outputTokens);
        Objects.requireNonNull(totalCostUsd);
        Objects.requireNonNull(contextWindowMaxTokens);
        Objects.requireNonNull(contextWindowUsedTokens);
    }
}
