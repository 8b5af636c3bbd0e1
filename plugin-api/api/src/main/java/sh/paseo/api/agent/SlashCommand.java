package sh.paseo.api.agent;

import java.util.Objects;

/** A command the user may type as {@code /name argument}. */
public record SlashCommand(String name, String description, String argumentHint) {
    public SlashCommand {
        Objects.requireNonNull(name);
        Objects.requireNonNull(description);
        Objects.requireNonNull(argumentHint);
    }
}
