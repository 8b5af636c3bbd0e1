package sh.paseo.api.agent;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** A conversation the agent keeps on disk. */
public record PastSession(ResumeToken token, Path directory, Optional<String> title, Instant lastActivity) {
    public PastSession {
        Objects.requireNonNull(token);
        Objects.requireNonNull(directory);
        Objects.requireNonNull(title);
        Objects.requireNonNull(lastActivity);
    }
}
