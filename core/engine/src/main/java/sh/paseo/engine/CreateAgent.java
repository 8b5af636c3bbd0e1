package sh.paseo.engine;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import sh.paseo.api.ProviderId;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.ResumeToken;

/**
 * An agent to create.
 *
 * @param token the conversation it goes on with, if it is not a new one
 */
public record CreateAgent(ProviderId provider, Path directory, Profile profile, Optional<ResumeToken> token,
        Optional<FirstPrompt> prompt, Optional<RequestKey> request) {
    /** The prompt it starts with. */
    public record FirstPrompt(Prompt prompt, Optional<String> messageId) {
        public FirstPrompt {
            Objects.requireNonNull(prompt);
            Objects.requireNonNull(messageId);
        }
    }

    public CreateAgent {
        Objects.requireNonNull(provider);
        Objects.requireNonNull(directory);
        Objects.requireNonNull(profile);
        Objects.requireNonNull(token);
        Objects.requireNonNull(prompt);
        Objects.requireNonNull(request);
    }
}
