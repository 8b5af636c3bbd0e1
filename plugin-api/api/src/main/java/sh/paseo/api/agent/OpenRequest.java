package sh.paseo.api.agent;

import jakarta.json.JsonObject;
import java.util.Objects;
import java.util.Optional;
import sh.paseo.api.process.AgentProcess;

/** How a session is to be opened. */
public sealed interface OpenRequest {
    SessionSettings settings();

    /** A new conversation. */
    record Fresh(SessionSettings settings) implements OpenRequest {
        public Fresh {
            Objects.requireNonNull(settings);
        }
    }

    /** Goes on with an earlier conversation in a new process. */
    record Resume(SessionSettings settings, ResumeToken token) implements OpenRequest {
        public Resume {
            Objects.requireNonNull(settings);
            Objects.requireNonNull(token);
        }
    }

    /** Takes over a process that outlived the host; lines and sends since the checkpoint are replayed next. */
    record Reattach(SessionSettings settings, AgentProcess process, Optional<ResumeToken> token,
            Optional<JsonObject> checkpoint) implements OpenRequest {
        public Reattach {
            Objects.requireNonNull(settings);
            Objects.requireNonNull(process);
            Objects.requireNonNull(token);
            Objects.requireNonNull(checkpoint);
        }
    }
}
