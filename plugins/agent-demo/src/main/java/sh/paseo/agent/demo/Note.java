package sh.paseo.agent.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The file the agent writes.
 *
 * <p>A note ends with a line that holds a hash of all lines before it. So the agent knows, without remembering anything, a file
 * that is still exactly as it wrote it; any other existing file is the user's and stays, and the note gets the next free number.
 */
final class Note {
    static final String NAME = "paseo-demo.md";

    private static final int MAX_NUMBER = 1_000;
    private static final int HASH_CHARS = 16;
    private static final String SEAL = "<!-- paseo-demo ";
    private static final String SEAL_END = " -->\n";
    private static final int SEAL_LENGTH = SEAL.length() + HASH_CHARS + SEAL_END.length();
    private static final int MAX_BYTES = 64 * 1_024;

    private Note() {}

    /** Closes a text so that {@link #write} will know it again. */
    static String sealed(String text) {
        return text + SEAL + hash(text) + SEAL_END;
    }

    /** The wanted name, or the same with a number, that {@link #write} would use now. */
    static Path place(Path wanted) throws IOException {
        for (int number = 1; number <= MAX_NUMBER; number++) {
            Path candidate = numbered(wanted, number);
            if (!Files.exists(candidate, LinkOption.NOFOLLOW_LINKS) || ours(candidate)) {
                return candidate;
            }
        }
        throw new IOException("there are already " + MAX_NUMBER + " files like " + wanted + "; delete some");
    }

    /** Writes where no file is or where one of ours is, and says where that was. */
    static Path write(Path wanted, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        for (int attempt = 1; attempt <= MAX_NUMBER; attempt++) {
            Path place = place(wanted);
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                return Files.write(place, bytes, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            }
            try {
                return Files.write(place, bytes, StandardOpenOption.CREATE_NEW);
            } catch (FileAlreadyExistsException e) {
                // Somebody made it between the look and the write: it is theirs, so look again.
                continue;
            }
        }
        throw new IOException("cannot find a free name for " + wanted);
    }

    private static boolean ours(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MAX_BYTES) {
            return false;
        }
        String content = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        int end = content.length() - SEAL_LENGTH;
        return end >= 0 && content.equals(sealed(content.substring(0, end)));
    }

    private static Path numbered(Path wanted, int number) {
        if (number == 1) {
            return wanted;
        }
        String name = wanted.getFileName().toString();
        int dot = name.lastIndexOf('.');
        int end = dot > 0 ? dot : name.length();
        return wanted.resolveSibling(name.substring(0, end) + "-" + number + name.substring(end));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
