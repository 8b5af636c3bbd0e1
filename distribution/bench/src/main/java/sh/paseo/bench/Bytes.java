package sh.paseo.bench;

import java.nio.charset.StandardCharsets;

/** Looking for things in bytes without making strings of them. */
final class Bytes {
    private Bytes() {}

    static byte[] of(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Where {@code wanted} begins in {@code bytes[from, to)}, or -1. */
    static int indexOf(byte[] bytes, int from, int to, byte[] wanted) {
        byte first = wanted[0];
        for (int i = from; i <= to - wanted.length; i++) {
            if (bytes[i] == first && matches(bytes, i, wanted)) {
                return i;
            }
        }
        return -1;
    }

    /** Where {@code wanted} begins last in {@code bytes[from, to)}, or -1. */
    static int lastIndexOf(byte[] bytes, int from, int to, byte[] wanted) {
        byte first = wanted[0];
        for (int i = to - wanted.length; i >= from; i--) {
            if (bytes[i] == first && matches(bytes, i, wanted)) {
                return i;
            }
        }
        return -1;
    }

    /** The decimal number that begins at {@code at}. */
    static long number(byte[] bytes, int at, int to) {
        long number = 0;
        for (int i = at; i < to && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }

    private static boolean matches(byte[] bytes, int at, byte[] wanted) {
        for (int i = 1; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
