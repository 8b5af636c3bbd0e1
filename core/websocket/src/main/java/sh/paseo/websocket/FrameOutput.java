package sh.paseo.websocket;

import java.io.IOException;

/**
 * Gathers frames into few writes. Small pieces are copied together; of a large one only as much is copied as fills the buffer, the
 * rest is written from where it lies, because it is shared by all receivers.
 *
 * <p><b>Thread</b>: the holder of the connection's write lock.
 */
final class FrameOutput {
    private static final int SMALLEST = 512;
    private static final int LARGEST = 16 * 1024;

    private final ByteStream stream;
    private byte[] buffer = new byte[SMALLEST];
    private int used;

    FrameOutput(ByteStream stream) {
        this.stream = stream;
    }

    void append(byte[] bytes, int offset, int length) throws IOException {
        if (used + length <= LARGEST) {
            copy(bytes, offset, length);
            return;
        }
        int head = LARGEST - used;
        copy(bytes, offset, head);
        flush();
        int rest = length - head;
        if (rest >= LARGEST) {
            stream.write(bytes, offset + head, rest);
        } else {
            copy(bytes, offset + head, rest);
        }
    }

    void flush() throws IOException {
        if (used > 0) {
            int length = used;
            used = 0;
            stream.write(buffer, 0, length);
        }
    }

    private void copy(byte[] bytes, int offset, int length) {
        int needed = used + length;
        if (needed > buffer.length) {
            byte[] larger = new byte[Math.min(LARGEST, Math.max(needed, buffer.length * 2))];
            System.arraycopy(buffer, 0, larger, 0, used);
            buffer = larger;
        }
        System.arraycopy(bytes, offset, buffer, used, length);
        used = needed;
    }
}
