package sh.paseo.websocket;

import java.util.Arrays;

/**
 * The payload of the message that is arriving. It grows with what has arrived, never with what a header claims, and asks the
 * budget before it grows beyond the free part.
 */
final class MessageBuffer {
    private static final byte[] EMPTY = new byte[0];
    /** A frame up to this size gets its array at once; what a peer can claim without sending is not more. */
    private static final int AT_ONCE = 16 * 1024;

    private final ByteBudget budget;
    private byte[] bytes = EMPTY;
    private int length;
    private long charged;

    MessageBuffer(ByteBudget budget) {
        this.budget = budget;
    }

    int length() {
        return length;
    }

    /** Room for {@code count} more bytes of a message that is known to become at least {@code known} bytes long. */
    byte[] room(int count, int known) {
        int needed = length + count;
        if (needed > bytes.length) {
            int doubled = (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, Math.max(AT_ONCE, 2L * bytes.length)));
            int capacity = known >= needed ? Math.min(known, doubled) : doubled;
            charge(capacity);
            bytes = Arrays.copyOf(bytes, capacity);
        }
        return bytes;
    }

    void filled(int count) {
        length += count;
    }

    /** The message; the buffer is empty afterwards but stays charged until {@link #release}. */
    byte[] take() {
        byte[] whole = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        bytes = EMPTY;
        length = 0;
        return whole;
    }

    void release() {
        if (charged > 0) {
            budget.give(charged);
            charged = 0;
        }
    }

    private void charge(int capacity) {
        long due = Math.max(0, capacity - (long) ByteBudget.FREE_BYTES) - charged;
        if (due > 0) {
            if (!budget.take(due)) {
                throw new WebSocketException(WebSocketException.Code.OVERLOADED, "too many large messages at once, try again");
            }
            charged += due;
        }
    }
}
