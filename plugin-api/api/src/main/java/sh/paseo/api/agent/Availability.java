package sh.paseo.api.agent;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a probe found. */
public sealed interface Availability {
    /**
     * Agents of this kind can run.
     *
     * @param version of the agent's program
     * @param program where it was found
     * @param notice  something the user should know, such as that nobody is signed in
     */
    record Ready(Optional<String> version, Optional<String> program, List<Model> models, Optional<String> notice) implements Availability {
        public Ready {
            Objects.requireNonNull(version);
            Objects.requireNonNull(program);
            models = List.copyOf(models);
            Objects.requireNonNull(notice);
        }
    }

    /** Agents of this kind cannot run; the reason says what to do. */
    record Unavailable(String reason) implements Availability {
        public Unavailable {
            Objects.requireNonNull(reason);
        }
    }
}
