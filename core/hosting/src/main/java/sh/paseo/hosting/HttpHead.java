package sh.paseo.hosting;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The head of a request: well formed, but not yet admitted.
 *
 * @param method    in the letters it came in
 * @param authority of an absolute target; empty for the usual form
 * @param path      as sent, escapes and dots included, without the query; {@code *} for {@code OPTIONS *}
 * @param query     as sent, without the question mark; empty if there is none
 * @param headers   in their order
 */
public record HttpHead(String method, Optional<String> authority, String path, String query, List<HttpHeader> headers) {
    public HttpHead {
        Objects.requireNonNull(method);
        Objects.requireNonNull(authority);
        Objects.requireNonNull(path);
        Objects.requireNonNull(query);
        headers = List.copyOf(headers);
    }

    /** The value of the first header of this name. */
    public Optional<String> header(String name) {
        for (HttpHeader header : headers) {
            if (header.is(name)) {
                return Optional.of(header.value());
            }
        }
        return Optional.empty();
    }

    /** The values of all headers of this name. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(1);
        for (HttpHeader header : headers) {
            if (header.is(name)) {
                values.add(header.value());
            }
        }
        return values;
    }

    /** Whether a comma list under this name contains the token, in any letters. */
    boolean lists(String name, String token) {
        for (String value : all(name)) {
            for (String part : value.split(",", -1)) {
                if (part.strip().equalsIgnoreCase(token)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether it asks for a WebSocket. */
    boolean upgrades() {
        return lists("Upgrade", "websocket") && lists("Connection", "upgrade");
    }

    /** Whether the method promises to change nothing. */
    boolean safe() {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS" -> true;
            default -> false;
        };
    }

    /** The length of the body; checked by the parser to be digits. */
    long contentLength() {
        return header("Content-Length").map(Long::parseLong).orElse(0L);
    }
}
