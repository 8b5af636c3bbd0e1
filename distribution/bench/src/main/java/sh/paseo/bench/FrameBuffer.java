package sh.paseo.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Takes WebSocket messages out of the bytes a server sent, in place: a message is a part of the buffer until the next call of
 * {@link #next}. Only what a client must read: unmasked frames, and fragments, which are joined.
 *
 * <p><b>Thread</b>: one. <b>Source</b>: RFC 6455, 5.2.
 */
final class FrameBuffer {
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FIRST_SIZE = 64 * 1_024;
    private static final int CONTINUATION = 0;
    private static final int MAX_HEADER = 10;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int start;
    private int end;

    private byte[] joined = new byte[0];
    private int joinedOpcode;

    private byte[] message = bytes;
    private boolean fin;
    private int opcode;
    private int offset;
    private int length;

    /** Room for at least one more byte; {@link #filled} says how many came. */
    ByteBuffer room() {
        if (end == bytes.length) {
            makeRoom();
        }
        return ByteBuffer.wrap(bytes, end, bytes.length - end);
    }

    void filled(int count) {
        end += count;
    }

    /** Whether another whole message, or control frame, has come. */
    boolean next() {
        while (frame()) {
            if (fin && opcode != CONTINUATION) {
                message = bytes;
                return true;
            }
            joined = Arrays.copyOf(joined, joined.length + length);
            System.arraycopy(bytes, offset, joined, joined.length - length, length);
            joinedOpcode = opcode == CONTINUATION ? joinedOpcode : opcode;
            if (fin) {
                message = joined;
                opcode = joinedOpcode;
                offset = 0;
                length = joined.length;
                joined = new byte[0];
                return true;
            }
        }
        return false;
    }

    int opcode() {
        return opcode;
    }

    byte[] array() {
        return message;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    /** Takes the bytes before and including a marker, such as a response head; -1 if it is not there yet. */
    int take(byte[] marker) {
        int found = Bytes.indexOf(bytes, start, end, marker);
        if (found < 0) {
            return -1;
        }
        message = bytes;
        offset = start;
        length = found + marker.length - start;
        start += length;
        return length;
    }

    private boolean frame() {
        int available = end - start;
        if (available < 2) {
            return false;
        }
        int shortLength = bytes[start + 1] & 0x7f;
        int header = shortLength < 126 ? 2 : shortLength == 126 ? 4 : MAX_HEADER;
        if (available < header) {
            return false;
        }
        long payload = shortLength;
        if (header > 2) {
            payload = 0;
            for (int i = 2; i < header; i++) {
                payload = payload << 8 | bytes[start + i] & 0xff;
            }
        }
        if (payload > Integer.MAX_VALUE / 2) {
            throw new BenchException("the server announces a frame of " + payload + " bytes");
        }
        if (available - header < payload) {
            return false;
        }
        fin = (bytes[start] & 0x80) != 0;
        opcode = bytes[start] & 0x0f;
        offset = start + header;
        length = (int) payload;
        start += header + length;
        return true;
    }

    private void makeRoom() {
        int held = end - start;
        byte[] target = start >= bytes.length / 2 ? bytes : new byte[bytes.length * 2];
        System.arraycopy(bytes, start, target, 0, held);
        bytes = target;
        start = 0;
        end = held;
    }
}
