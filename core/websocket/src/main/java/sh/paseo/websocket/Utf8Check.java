package sh.paseo.websocket;

/**
 * Tells at the first wrong byte that text is not UTF-8; keeps its place between chunks and fragments.
 *
 * <pre>
 *            C2..DF                     80..BF
 *   START ---------------------> 1 left --------> START
 *     |      E0..EF                       80..BF
 *     |------------------> 2 left ----------------> 1 left
 *     |      F0..F4                       80..BF
 *     `------------> 3 left ----------------------> 2 left
 * </pre>
 * The byte behind E0, ED, F0 and F4 has a narrower range: no overlong forms, no surrogates, nothing above U+10FFFF.
 *
 * <p><b>Source</b>: RFC 3629, 4.
 */
final class Utf8Check {
    private int left;
    private int lowest = 0x80;
    private int highest = 0xBF;

    /** False as soon as no continuation could make it right. */
    boolean accepts(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int next = bytes[at++];
            if (left == 0) {
                if (next < 0 && !lead(next & 0xFF)) {
                    return false;
                }
            } else {
                int unsigned = next & 0xFF;
                if (unsigned < lowest || unsigned > highest) {
                    return false;
                }
                left--;
                lowest = 0x80;
                highest = 0xBF;
            }
        }
        return true;
    }

    /** Whether the text may end here. */
    boolean complete() {
        return left == 0;
    }

    void reset() {
        left = 0;
        lowest = 0x80;
        highest = 0xBF;
    }

    private boolean lead(int unsigned) {
        if (unsigned < 0xC2 || unsigned > 0xF4) {
            return false;
        }
        if (unsigned < 0xE0) {
            left = 1;
        } else if (unsigned < 0xF0) {
            left = 2;
            lowest = unsigned == 0xE0 ? 0xA0 : 0x80;
            highest = unsigned == 0xED ? 0x9F : 0xBF;
        } else {
            left = 3;
            lowest = unsigned == 0xF0 ? 0x90 : 0x80;
            highest = unsigned == 0xF4 ? 0x8F : 0xBF;
        }
        return true;
    }
}
