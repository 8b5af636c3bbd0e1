package sh.paseo.protocol;

import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Text that becomes UTF-8 as it is written, so that a large message is not there as text first. Half a character is a question mark. */
final class Utf8Writer extends Writer {
    private static final int INITIAL_BYTES = 2048;
    private static final int MOST_BYTES_A_PART = 64 * 1024;
    private static final int MOST_BYTES_A_CHAR = 4;

    private record Part(byte[] bytes, int size) {}

    private final List<Part> full = new ArrayList<>();
    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;
    private int fullSize;
    /** The first half of a character whose second half may come with the next part; 0 if there is none. */
    private char half;

    /** Text of ASCII characters alone. */
    void ascii(String text) {
        byte[] added = text.getBytes(StandardCharsets.US_ASCII);
        room(added.length);
        System.arraycopy(added, 0, bytes, size, added.length);
        size += added.length;
    }

    @Override
    public void write(char[] chars, int from, int count) {
        int at = from;
        int end = from + count;
        while (at < end) {
            while (half == 0 && at < end && chars[at] < 0x80 && size < bytes.length) {
                bytes[size++] = (byte) chars[at++];
            }
            if (at < end) {
                room(MOST_BYTES_A_CHAR + end - at);
                add(chars[at++]);
            }
        }
    }

    private void add(char c) {
        if (half != 0) {
            char first = half;
            half = 0;
            if (Character.isLowSurrogate(c)) {
                int point = Character.toCodePoint(first, c);
                put(0xF0 | point >> 18);
                put(0x80 | point >> 12 & 0x3F);
                put(0x80 | point >> 6 & 0x3F);
                put(0x80 | point & 0x3F);
                return;
            }
            put('?');
        }
        if (Character.isHighSurrogate(c)) {
            half = c;
        } else if (Character.isLowSurrogate(c)) {
            put('?');
        } else if (c < 0x80) {
            put(c);
        } else if (c < 0x800) {
            put(0xC0 | c >> 6);
            put(0x80 | c & 0x3F);
        } else {
            put(0xE0 | c >> 12);
            put(0x80 | c >> 6 & 0x3F);
            put(0x80 | c & 0x3F);
        }
    }

    private void put(int value) {
        bytes[size++] = (byte) value;
    }

    /** Parts are not copied to grow: only whole messages are, once. */
    private void room(int more) {
        if (bytes.length - size < more) {
            full.add(new Part(bytes, size));
            fullSize += size;
            bytes = new byte[Math.max(more, Math.min(fullSize * 2, MOST_BYTES_A_PART))];
            size = 0;
        }
    }

    byte[] toByteArray() {
        if (half != 0) {
            half = 0;
            room(1);
            put('?');
        }
        byte[] all = new byte[fullSize + size];
        int at = 0;
        for (Part part : full) {
            System.arraycopy(part.bytes, 0, all, at, part.size);
            at += part.size;
        }
        System.arraycopy(bytes, 0, all, at, size);
        return all;
    }

    @Override
    public void flush() {
        // What is written is there.
    }

    @Override
    public void close() {
        // Whoever made it reads it afterwards.
    }
}
