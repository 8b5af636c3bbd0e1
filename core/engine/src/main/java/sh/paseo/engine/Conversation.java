package sh.paseo.engine;

import java.util.Objects;
import java.util.Optional;
import sh.paseo.api.agent.ResumeToken;
import sh.paseo.api.agent.Usage;

/**
 * What the agent's own side says.
 *
 * @param token with which the conversation can be resumed
 * @param model in use, as the agent says
 * @param mode  in use, as the agent says
 */
public record Conversation(Optional<ResumeToken> token, Optional<String> model, Optional<String> mode, Usage usage) {
    public static final Conversation NONE = new Conversation(Optional.empty(), Optional.empty(), Optional.empty(), Usage.NONE);

    public Conversation {
        Objects.requireNonNull(token);
        Objects.requireNonNull(model);
        Objects.requireNonNull(mode);
        usage = usage == null ? Usage.NONE : usage;
    }

    public Conversation with(Usage next) {
        return new Conversation(token, model, mode, next);
    }

    public Conversation with(Optional<ResumeToken> next) {
        return new Conversation(next, model, mode, usage);
    }

    public Conversation withMode(Optional<String> next) {
        return new Conversation(token, model, next, usage);
    }

    public Conversation withModel(Optional<String> next) {
        return new Conversation(token, next, mode, usage);
    }
}
