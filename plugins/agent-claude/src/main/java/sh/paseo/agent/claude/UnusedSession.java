package sh.paseo.agent.claude;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sh.paseo.api.PluginException;

/**
 * Remembers that a conversation has a name but no prompt yet. The CLI writes a conversation down with its first prompt only, so
 * one without cannot be resumed; it is begun again under its name.
 */
record UnusedSession(Path file) {
    static UnusedSession in(Path folder) {
        return new UnusedSession(folder.resolve("unused-session"));
    }

    void remember(String sessionId) {
        try {
            Files.writeString(file, sessionId);
        } catch (IOException e) {
            throw new PluginException(PluginException.Code.IO, "Cannot write " + file + ": " + e, e);
        }
    }

    boolean is(String sessionId) {
        try {
            return Files.exists(file) && Files.readString(file).equals(sessionId);
        } catch (IOException e) {
            throw new PluginException(PluginException.Code.IO, "Cannot read " + file + ": " + e, e);
        }
    }

    /** The conversation gets a prompt. */
    void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new PluginException(PluginException.Code.IO, "Cannot delete " + file + ": " + e, e);
        }
    }
}
