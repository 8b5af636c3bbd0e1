package sh.paseo.hosting;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * A host and perhaps a port, read strictly: what browsers, proxies and we could read differently is malformed. Nothing is decoded,
 * mapped or looked up.
 *
 * @param kind what the host is
 * @param host in lower case, without a trailing dot; an IPv6 address in its long form without brackets
 * @param port if one is given
 */
record Authority(Kind kind, String host, OptionalInt port) {
    private static final int MAX_NAME = 253;
    private static final int MAX_LABEL = 63;

    /** What a host can be. */
    enum Kind {
        NAME,
        IPV4,
        IPV6
    }

    /** <b>Errors</b>: {@link Refusal} 400. */
    static Authority parse(String text) {
        if (text.isEmpty()) {
            throw malformed("it is empty");
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7F) {
                throw malformed("it has a character that no host has");
            }
        }
        if (text.charAt(0) == '[') {
            return bracketed(text);
        }
        int colon = text.indexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        OptionalInt port = colon < 0 ? OptionalInt.empty() : port(text.substring(colon + 1));
        if (IpLiteral.isV4(host)) {
            return new Authority(Kind.IPV4, host, port);
        }
        return new Authority(Kind.NAME, name(host), port);
    }

    private static Authority bracketed(String text) {
        int end = text.indexOf(']');
        if (end < 0) {
            throw malformed("the bracket is not closed");
        }
        String address = IpLiteral.canonicalV6(text.substring(1, end))
                .orElseThrow(() -> malformed("brackets are for IPv6 addresses without a zone"));
        if (end + 1 == text.length()) {
            return new Authority(Kind.IPV6, address, OptionalInt.empty());
        }
        if (text.charAt(end + 1) != ':') {
            throw malformed("only a port may follow the bracket");
        }
        return new Authority(Kind.IPV6, address, port(text.substring(end + 2)));
    }

    /** The port may be empty (RFC 3986, 3.2.3), but not 0: nobody can have connected to that. */
    private static OptionalInt port(String digits) {
        if (digits.isEmpty()) {
            return OptionalInt.empty();
        }
        if (digits.length() > 5) {
            throw malformed("its port is no number up to 65535");
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                throw malformed("its port is no number up to 65535");
            }
            value = value * 10 + c - '0';
        }
        if (value == 0 || value > 65_535) {
            throw malformed("its port is no number from 1 to 65535");
        }
        return OptionalInt.of(value);
    }

    /** A name in lower case; one trailing dot means the same name and goes. */
    static String name(String text) {
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (name.length() > MAX_NAME) {
            throw malformed("it is longer than " + MAX_NAME + " characters");
        }
        int label = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || name.charAt(i) == '.') {
                if (label == 0) {
                    throw malformed("it has an empty label");
                }
                label = 0;
            } else {
                if (!inName(name.charAt(i))) {
                    throw malformed("it has a character that no host has");
                }
                if (++label > MAX_LABEL) {
                    throw malformed("it has a label longer than " + MAX_LABEL + " characters");
                }
            }
        }
        return name.toLowerCase(Locale.ROOT);
    }

    private static boolean inName(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    boolean sameHost(Authority other) {
        return kind == other.kind && host.equals(other.host);
    }

    private static Refusal malformed(String why) {
        return Refusal.malformed("Invalid Host header: " + why);
    }
}
