package sh.paseo.agent.claude;

import java.util.Optional;
import sh.paseo.api.process.ProcessSpec;

/**
 * How a conversation is begun or gone on with.
 *
 * @param otherwise what to start when the CLI ends before it has answered; empty if there is no other way
 */
record Opening(String sessionId, Optional<String> model, ProcessSpec spec, Optional<ProcessSpec> otherwise) {
    ClaudeMapper mapper() {
        return new ClaudeMapper(Optional.of(sessionId), model);
    }
}
