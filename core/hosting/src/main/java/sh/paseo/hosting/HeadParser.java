package sh.paseo.hosting;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the head of an HTTP/1.1 request, with none of the leniencies that let two readers see different requests: only CRLF ends a
 * line, nothing is folded, no white space before a colon, one Host, one Content-Length, no Transfer-Encoding.
 *
 * <p><b>Source</b>: RFC 9112, 2 to 6.
 */
final class HeadParser {
    /** Of the request line and of each header line. */
    static final int MAX_LINE = 8 * 1024;
    /** Of all header lines. */
    static final int MAX_HEADERS = 16 * 1024;
    static final int MAX_COUNT = 100;
    /** No route takes more; a length beyond it is refused before any byte of the body. */
    static final long MAX_BODY = 1024 * 1024;

    private HeadParser() {}

    /** <b>Errors</b>: {@link Refusal}. */
    static HttpHead parse(byte[] bytes, int end) {
        String text = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
        int lineEnd = text.indexOf("\r\n");
        String line = text.substring(0, lineEnd);
        int first = line.indexOf(' ');
        int second = line.indexOf(' ', first + 1);
        if (first <= 0 || second < 0) {
            throw Refusal.malformed("Not a request line");
        }
        String method = line.substring(0, first);
        String target = line.substring(first + 1, second);
        if (!line.substring(second + 1).equals("HTTP/1.1")) {
            throw Refusal.malformed("Only HTTP/1.1 is served");
        }
        if (!isToken(method)) {
            throw Refusal.malformed("Not a method");
        }
        HttpHead head = withTarget(method, target, headers(text, lineEnd + 2));
        checkFraming(head);
        return head;
    }

    private static HttpHead withTarget(String method, String target, List<HttpHeader> headers) {
        if (target.equals("*")) {
            if (!method.equals("OPTIONS")) {
                throw Refusal.malformed("Only OPTIONS has the target *");
            }
            return new HttpHead(method, Optional.empty(), "*", "", headers);
        }
        checkTarget(target);
        if (target.startsWith("/")) {
            return withPath(method, Optional.empty(), target, headers);
        }
        String rest = afterScheme(target);
        int slash = firstOf(rest, '/', '?');
        String authority = rest.substring(0, slash);
        String path = rest.substring(slash);
        return withPath(method, Optional.of(authority), path.startsWith("/") ? path : "/" + path, headers);
    }

    private static String afterScheme(String target) {
        for (String scheme : List.of("http://", "https://")) {
            if (target.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return target.substring(scheme.length());
            }
        }
        throw Refusal.malformed("Not a request target");
    }

    private static HttpHead withPath(String method, Optional<String> authority, String target, List<HttpHeader> headers) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        return new HttpHead(method, authority, path, mark < 0 ? "" : target.substring(mark + 1), headers);
    }

    private static int firstOf(String text, char one, char other) {
        int at = 0;
        while (at < text.length() && text.charAt(at) != one && text.charAt(at) != other) {
            at++;
        }
        return at;
    }

    private static void checkTarget(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            boolean escaped = c == '%' && (i + 2 >= target.length() || !isHex(target.charAt(i + 1)) || !isHex(target.charAt(i + 2)));
            if (c <= ' ' || c >= 0x7F || c == '#' || c == '\\' || c == '"' || c == '<' || c == '>' || escaped) {
                throw Refusal.malformed("Not a request target");
            }
        }
    }

    private static List<HttpHeader> headers(String text, int from) {
        List<HttpHeader> headers = new ArrayList<>();
        int at = from;
        while (true) {
            int end = text.indexOf("\r\n", at);
            if (end == at) {
                return headers;
            }
            headers.add(header(text.substring(at, end)));
            at = end + 2;
        }
    }

    private static HttpHeader header(String line) {
        int colon = line.indexOf(':');
        // A line that starts with white space, a folded one, has no token before its colon either.
        if (colon <= 0 || !isToken(line.substring(0, colon))) {
            throw Refusal.malformed("Not a header");
        }
        for (int i = colon + 1; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7F) {
                throw Refusal.malformed("A header has a control character");
            }
        }
        return new HttpHeader(line.substring(0, colon), trimmed(line, colon + 1));
    }

    /** Without spaces and tabs at its ends, and only those. */
    private static String trimmed(String line, int from) {
        int start = from;
        int end = line.length();
        while (start < end && (line.charAt(start) == ' ' || line.charAt(start) == '\t')) {
            start++;
        }
        while (end > start && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) {
            end--;
        }
        return line.substring(start, end);
    }

    private static void checkFraming(HttpHead head) {
        if (!head.all("Transfer-Encoding").isEmpty()) {
            throw Refusal.malformed("Transfer-Encoding is not served, send Content-Length");
        }
        List<String> lengths = head.all("Content-Length");
        if (lengths.size() > 1 || lengths.size() == 1 && !isLength(lengths.getFirst())) {
            throw Refusal.malformed("Not a Content-Length");
        }
        if (lengths.size() == 1 && (lengths.getFirst().length() > 18 || head.contentLength() > MAX_BODY)) {
            throw new Refusal(413, "Body over " + MAX_BODY + " bytes");
        }
        if (head.contentLength() > 0 && head.upgrades()) {
            throw Refusal.malformed("An upgrade has no body");
        }
    }

    private static boolean isLength(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isHex(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alphanumeric = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!alphanumeric && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
