package sh.paseo.hosting;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A web origin in the one spelling browsers use.
 *
 * @param scheme in lower case
 * @param host   in lower case, IPv6 in brackets as spelled
 * @param port   if it is not the scheme's own
 */
public record Origin(String scheme, String host, OptionalInt port) {
    /**
     * An entry of {@code cors.allowedOrigins}.
     *
     * <p><b>Shape</b>: {@code https://app.example.com}, {@code http://localhost:5173}, {@code paseo://app}.
     *
     * <p><b>Errors</b>: {@link IllegalArgumentException} that names the entry and shows the right spelling.
     */
    public static Origin of(String entry) {
        return parse(entry).orElseThrow(() -> new IllegalArgumentException("cors.allowedOrigins entry \"" + entry
                + "\" is no origin; write scheme://host[:port] in lower case without a path, for example \"https://app.example.com\""));
    }

    /** Empty for {@code null} and for every spelling a browser would not use: tricks are not tidied up. */
    static Optional<Origin> parse(String text) {
        int colons = text.indexOf("://");
        if (colons <= 0 || !isScheme(text.substring(0, colons))) {
            return Optional.empty();
        }
        String scheme = text.substring(0, colons);
        String rest = text.substring(colons + 3);
        if (rest.endsWith(":")) {
            return Optional.empty();
        }
        try {
            Authority authority = Authority.parse(rest);
            int end = rest.length() - (authority.port().isPresent() ? rest.length() - rest.lastIndexOf(':') : 0);
            String host = rest.substring(0, end);
            boolean canonical = authority.kind() == Authority.Kind.IPV6 ? lower(host) : host.equals(authority.host());
            return canonical ? Optional.of(new Origin(scheme, host, significant(scheme, authority.port()))) : Optional.empty();
        } catch (Refusal e) {
            // Not an origin: just what is asked.
            return Optional.empty();
        }
    }

    /**
     * Whether a request to this authority comes from the page's own server.
     *
     * @param tls whether that server speaks TLS itself, so that a page without it is another's
     */
    boolean servedBy(Authority authority, boolean tls) {
        if (!scheme.equals("https") && (tls || !scheme.equals("http"))) {
            return false;
        }
        return Authority.parse(host).sameHost(authority) && port.equals(significant(scheme, authority.port()));
    }

    @Override
    public String toString() {
        return scheme + "://" + host + (port.isPresent() ? ":" + port.getAsInt() : "");
    }

    private static OptionalInt significant(String scheme, OptionalInt port) {
        boolean usual = port.isPresent() && (scheme.equals("http") && port.getAsInt() == 80
                || scheme.equals("https") && port.getAsInt() == 443);
        return usual ? OptionalInt.empty() : port;
    }

    private static boolean isScheme(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z';
            if (!letter && (i == 0 || !(c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'))) {
                return false;
            }
        }
        return true;
    }

    private static boolean lower(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 'A' && text.charAt(i) <= 'Z') {
                return false;
            }
        }
        return true;
    }
}
