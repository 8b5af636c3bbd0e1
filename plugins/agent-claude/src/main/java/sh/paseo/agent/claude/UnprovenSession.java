package sh.paseo.agent.claude;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import sh.paseo.api.PluginException;

/**
 * Remembers that a conversation has a name, and that the CLI may not have written it down yet. It does so some time after its first
 * prompt has begun; one that is not written cannot be resumed and must be begun again under its name, one that is cannot be begun.
 */
record UnprovenSession(Path file) {
    static UnprovenSession in(Path folder) {
        return new UnprovenSession(folder.resolve("unproven-session"));
    }

    void remember(String sessionId) {
        try {
            Files.writeString(file, sessionId);
        } catch (IOException e) {
            throw new PluginException(PluginException.Code.IO, "Cannot write " + file + ": " + e, e);
        }
    }

    boolean is(String sessionId) {
        return name().equals(Optional.of(sessionId));
    }

    /** The name of the conversation, if it is unproven. */
    Optional<String> name() {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new PluginException(PluginException.Code.IO, "Cannot read " + file + ": " + e, e);
        }
    }

    /** The CLI has answered a prompt, so the conversation is written down. */
    void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new PluginException(PluginException.Code.IO, "Cannot delete " + file + ": " + e, e);
        }
    }
}
