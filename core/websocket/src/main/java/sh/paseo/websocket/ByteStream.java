package sh.paseo.websocket;

import java.io.IOException;

/**
 * A duplex stream of bytes.
 *
 * <p><b>Thread</b>: one reads, one writes, any closes; closing ends a read and a write that block.
 */
public interface ByteStream extends AutoCloseable {
    /** Blocks until something arrived; -1 at the end. */
    int read(byte[] into, int offset, int length) throws IOException;

    /** Returns when the system has all of it. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Idempotent; never throws, never blocks. */
    @Override
    void close();
}
