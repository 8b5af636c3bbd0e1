package sh.paseo.daemon.processes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a process writes to its standard error. The process appends, so it goes on at the start after the file was cut.
 *
 * <p><b>Thread</b>: one.
 */
final class StderrFile {
    private static final int TAIL_BYTES = 4096;

    private final Path path;
    private final int maxBytes;
    private byte[] cutAway = {};

    StderrFile(Path path, int maxBytes) {
        this.path = path;
        this.maxBytes = maxBytes;
    }

    /** Cuts the file to nothing if it has grown too large, and keeps its last lines. */
    void trim() throws IOException {
        if (Files.size(path) > maxBytes) {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                cutAway = end(file);
                file.truncate(0);
            }
        }
    }

    /** The last lines, at most 4 KiB. */
    String tail() throws IOException {
        byte[] end;
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            end = end(file);
        }
        byte[] both = ByteBuffer.allocate(cutAway.length + end.length).put(cutAway).put(end).array();
        if (both.length <= TAIL_BYTES) {
            return new String(both, StandardCharsets.UTF_8);
        }
        int from = both.length - TAIL_BYTES;
        for (int i = from; i < both.length - 1; i++) {
            if (both[i] == '\n') {
                from = i + 1;
                break;
            }
        }
        return new String(both, from, both.length - from, StandardCharsets.UTF_8);
    }

    /** A byte more than the tail, which tells whether a line was cut. */
    private static byte[] end(FileChannel file) throws IOException {
        long from = Math.max(0, file.size() - TAIL_BYTES - 1);
        ByteBuffer bytes = ByteBuffer.allocate((int) (file.size() - from));
        while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) > 0) {
            continue;
        }
        byte[] read = new byte[bytes.position()];
        bytes.flip().get(read);
        return read;
    }
}
