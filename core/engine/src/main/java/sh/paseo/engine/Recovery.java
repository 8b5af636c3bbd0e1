package sh.paseo.engine;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import sh.paseo.api.TurnId;

/**
 * What a later daemon needs to go on where this one ended.
 *
 * @param queued     prompts accepted, in order
 * @param over       turns that are over or will not begin; their prompts are forgotten
 * @param checkpoint replaces the one before
 */
public record Recovery(List<QueuedPrompt> queued, List<TurnId> over, Optional<Checkpoint> checkpoint) {
    public static final Recovery NONE = new Recovery(List.of(), List.of(), Optional.empty());

    public Recovery {
        queued = List.copyOf(queued);
        over = List.copyOf(over);
        Objects.requireNonNull(checkpoint);
    }
}
