package sh.paseo.daemon.plugins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What became of a jar in a plugin folder.
 *
 * @param id      as the manifest says; the file's name without {@code .jar} if it says nothing that can be used
 * @param version as the manifest says, may be empty
 * @param reason  for people, why it was not started; empty if it was
 */
public record PluginReport(String id, String version, Kind kind, State state, String reason, Path file) {
    /** What a plugin brings. One that brings both is an agent. */
    public enum Kind {
        AGENT,
        TRANSPORT,
        /** Nothing that was found out. */
        UNKNOWN
    }

    /** What became of a plugin. */
    public enum State {
        STARTED,
        DISABLED,
        FAILED
    }

    public PluginReport {
        Objects.requireNonNull(id);
        Objects.requireNonNull(version);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(state);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(file);
    }

    /**
     * SHA-256 of the file as it is now, in lower-case hexadecimal. Read when asked: nobody needs it to start.
     *
     * <p><b>Errors</b>: {@code IOException} if the file cannot be read any more.
     */
    public String sha256() throws IOException {
        try {
            return FileHash.sha256(file);
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }
}
