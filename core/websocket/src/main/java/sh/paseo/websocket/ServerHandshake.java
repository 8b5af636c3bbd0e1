package sh.paseo.websocket;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/** The parts of the opening handshake that both roles compute. <b>Source</b>: RFC 6455, 4.2. */
public final class ServerHandshake {
    /** The only version there is. */
    public static final String VERSION = "13";

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    private ServerHandshake() {}

    /** Whether the value of {@code Sec-WebSocket-Key} is 16 bytes in base64. */
    public static boolean keyIsValid(String key) {
        try {
            return key.length() == 24 && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            // Not base64: just what is asked.
            return false;
        }
    }

    /** The value of {@code Sec-WebSocket-Accept} for a key. */
    public static String accept(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** The answer that turns a connection into a WebSocket; extensions are never accepted. */
    public static byte[] switching(String key, Optional<String> subprotocol) {
        StringBuilder head = new StringBuilder(160)
                .append("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ")
                .append(accept(key))
                .append("\r\n");
        if (subprotocol.isPresent()) {
            head.append("Sec-WebSocket-Protocol: ").append(subprotocol.get()).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
