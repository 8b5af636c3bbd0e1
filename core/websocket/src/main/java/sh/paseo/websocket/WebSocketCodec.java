package sh.paseo.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Bytes to messages and back: the seam at which another implementation can be driven by the same connection and the same tests.
 *
 * <p><b>Thread</b>: {@code decode}, {@code pending} and {@code release} by the reader only, {@code encode} by whoever holds the
 * connection's write lock.
 */
interface WebSocketCodec {
    Role role();

    /**
     * Reads the next thing from the bytes, which have an accessible array. Bytes behind it stay in the buffer.
     *
     * <p><b>Errors</b>: {@link WebSocketException} as early as the bytes show it; decoding ends with it.
     */
    Incoming decode(ByteBuffer input);

    /** How many bytes of an unfinished message have arrived; 0 between messages. */
    long pending();

    /** Gives back what the messages handed out so far took from the budget. */
    void release();

    /** The largest message from now on. */
    void messageLimit(int bytes);

    void encode(Opcode opcode, byte[] payload, FrameOutput output) throws IOException;
}
