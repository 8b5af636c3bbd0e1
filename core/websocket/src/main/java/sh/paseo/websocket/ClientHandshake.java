package sh.paseo.websocket;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.SplittableRandom;

/** The client's side of the opening handshake. <b>Source</b>: RFC 6455, 4.1. */
final class ClientHandshake {
    private static final int MAX_HEAD = 8 * 1024;
    private static final int MAX_QUOTED = 200;

    private final ByteStream stream;
    private final String host;
    private final ClientOptions options;
    /** The key only shows that the answer is meant for this request. */
    private final String key;
    private final byte[] buffer = new byte[MAX_HEAD];
    private int used;
    private int bodyAt;

    ClientHandshake(ByteStream stream, String host, ClientOptions options) {
        this.stream = stream;
        this.host = host;
        this.options = options;
        byte[] random = new byte[16];
        new SplittableRandom().nextBytes(random);
        this.key = Base64.getEncoder().encodeToString(random);
    }

    void run() throws IOException {
        byte[] request = request().getBytes(StandardCharsets.ISO_8859_1);
        stream.write(request, 0, request.length);
        readHead();
        check(new String(buffer, 0, bodyAt, StandardCharsets.ISO_8859_1));
    }

    /** Frames may have come together with the answer. */
    void handOver(WebSocketConnection connection) {
        if (used > bodyAt) {
            connection.alreadyRead(buffer, bodyAt, used - bodyAt);
        }
    }

    private String request() {
        StringBuilder head = new StringBuilder(256)
                .append("GET ").append(options.path()).append(" HTTP/1.1\r\nHost: ").append(host)
                .append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: ").append(ServerHandshake.VERSION)
                .append("\r\nSec-WebSocket-Key: ").append(key).append("\r\n");
        if (options.origin().isPresent()) {
            head.append("Origin: ").append(options.origin().get()).append("\r\n");
        }
        if (!options.subprotocols().isEmpty()) {
            head.append("Sec-WebSocket-Protocol: ").append(String.join(", ", options.subprotocols())).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    private void readHead() throws IOException {
        while (true) {
            int from = Math.max(0, used - 3);
            if (used == MAX_HEAD) {
                throw refused("an endless head");
            }
            int count = stream.read(buffer, used, MAX_HEAD - used);
            if (count < 0) {
                throw new EOFException("the other side closed before it answered");
            }
            used += count;
            for (int i = from; i + 3 < used; i++) {
                if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                    bodyAt = i + 4;
                    return;
                }
            }
        }
    }

    private void check(String head) {
        if (!head.startsWith("HTTP/1.1 101")) {
            throw refused(firstLine(head) + body());
        }
        if (!header(head, "upgrade").equalsIgnoreCase("websocket")
                || !header(head, "sec-websocket-accept").equals(ServerHandshake.accept(key))
                || !header(head, "sec-websocket-extensions").isEmpty()) {
            throw refused("a handshake that is not WebSocket");
        }
        String subprotocol = header(head, "sec-websocket-protocol");
        if (!subprotocol.isEmpty() && !options.subprotocols().contains(subprotocol)) {
            throw refused("a subprotocol nobody offered: " + subprotocol);
        }
    }

    private static String header(String head, String name) {
        for (int at = head.indexOf("\r\n") + 2; at < head.length();) {
            int end = head.indexOf("\r\n", at);
            int colon = at + name.length();
            if (colon < end && head.charAt(colon) == ':' && head.regionMatches(true, at, name, 0, name.length())) {
                return head.substring(colon + 1, end).trim();
            }
            at = end + 2;
        }
        return "";
    }

    private static String firstLine(String head) {
        String line = head.substring(0, head.indexOf("\r\n"));
        return printable(line.startsWith("HTTP/1.1 ") ? line.substring(9) : line);
    }

    private String body() {
        String text = printable(new String(buffer, bodyAt, Math.min(MAX_QUOTED, used - bodyAt), StandardCharsets.UTF_8));
        return text.isBlank() ? "" : ": " + text.strip();
    }

    /** The answer ends up on a terminal, and whoever gave it is not trusted yet. */
    private static String printable(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().filter(c -> !Character.isISOControl(c)).limit(MAX_QUOTED).forEach(safe::appendCodePoint);
        return safe.toString();
    }

    private WebSocketException refused(String answer) {
        return new WebSocketException(WebSocketException.Code.REFUSED, host + " answered " + answer);
    }
}
