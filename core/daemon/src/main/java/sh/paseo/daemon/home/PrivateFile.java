package sh.paseo.daemon.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Replaces small files of ours: afterwards the old content is there or the new one, never a half. <b>Thread</b>: one for each file. */
public final class PrivateFile {
    private final Ownership ownership;

    public PrivateFile(Ownership ownership) {
        this.ownership = ownership;
    }

    /** Writes the file with mode 0600 and returns when it survives the loss of power. */
    public void replace(Path file, byte[] content) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        // Left by an earlier try that was cut off; whatever it is, a link too, it is not followed.
        Files.deleteIfExists(next);
        try (FileChannel out = ownership.openPrivate(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(out, content);
            out.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    static void write(FileChannel out, byte[] content) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(content);
        while (left.hasRemaining()) {
            out.write(left);
        }
    }
}
