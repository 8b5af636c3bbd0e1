package sh.paseo.hosting;

import java.util.Optional;

/**
 * Addresses as inet_pton reads them and no further: no short, hexadecimal or octal forms, no zones. Everything else that resembles
 * an address is an ordinary name, and names are not allowed by default.
 */
final class IpLiteral {
    private static final int GROUPS = 8;

    private IpLiteral() {}

    static boolean isV4(String text) {
        int parts = 0;
        int at = 0;
        while (at <= text.length()) {
            int dot = text.indexOf('.', at);
            int end = dot < 0 ? text.length() : dot;
            if (!isOctet(text, at, end)) {
                return false;
            }
            parts++;
            if (dot < 0) {
                break;
            }
            at = dot + 1;
        }
        return parts == 4;
    }

    private static boolean isOctet(String text, int from, int to) {
        int length = to - from;
        if (length < 1 || length > 3 || length > 1 && text.charAt(from) == '0') {
            return false;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            value = value * 10 + c - '0';
        }
        return value <= 255;
    }

    /** The text between brackets in its one canonical form; empty if it is no IPv6 address. */
    static Optional<String> canonicalV6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return Optional.empty();
        }
        int[] groups = new int[GROUPS];
        if (gap < 0) {
            return groups(text, groups, 0) == GROUPS ? Optional.of(print(groups)) : Optional.empty();
        }
        int[] tail = new int[GROUPS];
        String before = text.substring(0, gap);
        String after = text.substring(gap + 2);
        int head = before.isEmpty() ? 0 : before.indexOf('.') >= 0 ? -1 : groups(before, groups, 0);
        int rest = after.isEmpty() ? 0 : groups(after, tail, 0);
        if (head < 0 || rest < 0 || head + rest >= GROUPS) {
            return Optional.empty();
        }
        System.arraycopy(tail, 0, groups, GROUPS - rest, rest);
        return Optional.of(print(groups));
    }

    /** Reads groups separated by colons, the last two possibly as IPv4; returns how many, or -1. */
    private static int groups(String text, int[] into, int start) {
        int count = start;
        int at = 0;
        while (true) {
            int colon = text.indexOf(':', at);
            String part = colon < 0 ? text.substring(at) : text.substring(at, colon);
            if (colon < 0 && part.indexOf('.') >= 0) {
                return count <= GROUPS - 2 && isV4(part) ? putV4(part, into, count) : -1;
            }
            int value = hexGroup(part);
            if (value < 0 || count == GROUPS) {
                return -1;
            }
            into[count++] = value;
            if (colon < 0) {
                return count;
            }
            at = colon + 1;
        }
    }

    private static int putV4(String part, int[] into, int count) {
        String[] octets = part.split("\\.", -1);
        into[count] = Integer.parseInt(octets[0]) << 8 | Integer.parseInt(octets[1]);
        into[count + 1] = Integer.parseInt(octets[2]) << 8 | Integer.parseInt(octets[3]);
        return count + 2;
    }

    private static int hexGroup(String part) {
        if (part.isEmpty() || part.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static String print(int[] groups) {
        StringBuilder text = new StringBuilder(39);
        for (int group : groups) {
            text.append(text.isEmpty() ? "" : ":").append(Integer.toHexString(group));
        }
        return text.toString();
    }
}
