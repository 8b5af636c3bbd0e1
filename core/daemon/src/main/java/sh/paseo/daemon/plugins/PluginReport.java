package sh.paseo.daemon.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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

    private static final int BUFFER_BYTES = 64 << 10;

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
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
