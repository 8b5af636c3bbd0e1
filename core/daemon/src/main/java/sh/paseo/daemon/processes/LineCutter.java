package sh.paseo.daemon.processes;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;
import sh.paseo.api.agent.Line;

/**
 * Cuts a growing file into lines.
 *
 * <p>The file is the buffer: of a line that is not complete only the place up to which it holds no line end is remembered, and a
 * line longer than a chunk is read once more when its end is found. So an agent costs no memory between its lines.
 *
 * <p>What comes after the last line end is not a line, even when no more will come: it is what a killed agent leaves of one.
 *
 * <p><b>Thread</b>: one.
 */
final class LineCutter {
    /** What came of one chunk. */
    enum Step {
        /** There may be more at once. */
        MORE,
        /** The file has no more now. */
        END,
        /** The taker had no room; the same line is offered at the next step. */
        REFUSED
    }

    private final FileChannel file;
    private final int maxLineBytes;
    /** Where the line that is being looked for starts; everything before it was taken. */
    private long start;
    /** From {@code start} to here there is no line end. */
    private long scanned;
    private Optional<Line> refused = Optional.empty();

    /** @param from where a line starts; what is before it was taken earlier */
    LineCutter(FileChannel file, long from, int maxLineBytes) {
        this.file = file;
        this.start = from;
        this.scanned = from;
        this.maxLineBytes = maxLineBytes;
    }

    /** The end of the last line that was taken. */
    long taken() {
        return start;
    }

    /** How much follows the last line that was taken. */
    long untaken() throws IOException {
        return file.size() - start;
    }

    Step step(byte[] chunk, Predicate<Line> taker) throws IOException {
        if (refused.isPresent() && !offer(refused.get(), taker)) {
            return Step.REFUSED;
        }
        int size = file.read(ByteBuffer.wrap(chunk), scanned);
        if (size <= 0) {
            return Step.END;
        }
        long base = scanned;
        for (int i = 0; i < size; i++) {
            if (chunk[i] == '\n' && !offer(line(chunk, base, base + i), taker)) {
                return Step.REFUSED;
            }
        }
        scanned = base + size;
        checkLength(scanned);
        return Step.MORE;
    }

    private boolean offer(Line line, Predicate<Line> taker) {
        if (taker.test(line)) {
            start = line.end();
            scanned = start;
            refused = Optional.empty();
            return true;
        }
        scanned = start;
        refused = Optional.of(line);
        return false;
    }

    private Line line(byte[] chunk, long base, long end) throws IOException {
        checkLength(end);
        int length = (int) (end - start);
        String text = start >= base ? new String(chunk, (int) (start - base), length, StandardCharsets.UTF_8)
                : new String(readAgain(length, chunk.length), StandardCharsets.UTF_8);
        return new Line(start, end + 1, text, false);
    }

    private byte[] readAgain(int length, int atOnce) throws IOException {
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            // In pieces: Java keeps a native buffer for each thread as large as the largest read.
            int size = file.read(ByteBuffer.wrap(bytes, done, Math.min(atOnce, length - done)), start + done);
            if (size <= 0) {
                throw new EOFException("the journal became shorter");
            }
            done += size;
        }
        return bytes;
    }

    private void checkLength(long end) throws IOException {
        if (end - start > maxLineBytes) {
            throw new IOException("it wrote a line longer than " + (maxLineBytes >> 10) + " KiB");
        }
    }
}
