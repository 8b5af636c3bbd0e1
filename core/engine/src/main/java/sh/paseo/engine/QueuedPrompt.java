package sh.paseo.engine;

import java.util.Objects;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.Prompt;

/** A prompt that was accepted and whose turn is not over. */
public record QueuedPrompt(TurnId turn, Prompt prompt) {
    public QueuedPrompt {
        Objects.requireNonNull(turn);
        Objects.requireNonNull(prompt);
    }
}
