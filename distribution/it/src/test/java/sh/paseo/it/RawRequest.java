package sh.paseo.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * An HTTP answer to exact bytes, text being taken as one byte a character.
 *
 * @param status the first line's; -1 if nothing came that looks like an answer
 * @param head   everything up to the empty line
 */
record RawRequest(int status, String head) {
    /** The headers of an upgrade to a WebSocket. */
    static final String UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n";
    private static final int TIMEOUT_MILLIS = 30_000;

    /** Sends a whole request to {@code 127.0.0.1:PORT} and reads the head of the answer. */
    static RawRequest send(String address, String request) throws IOException {
        var colon = address.lastIndexOf(':');
        try (var socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)))) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            var head = new ByteArrayOutputStream();
            for (var b = socket.getInputStream().read(); b >= 0; b = socket.getInputStream().read()) {
                head.write(b);
                if (head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                    break;
                }
            }
            return of(head.toString(StandardCharsets.ISO_8859_1));
        }
    }

    private static RawRequest of(String head) {
        return new RawRequest(head.startsWith("HTTP/1.1 ") ? Integer.parseInt(head.substring(9, 12)) : -1, head);
    }

    /** Whether a page of another origin is told that it may read or send something. */
    boolean admitsPages() {
        return head.contains("Access-Control");
    }
}
