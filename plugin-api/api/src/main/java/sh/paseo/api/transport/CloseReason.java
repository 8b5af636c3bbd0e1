package sh.paseo.api.transport;

import java.nio.charset.StandardCharsets;

/** Why a channel is closed: a WebSocket close code and at most 123 bytes of text. <b>Source</b>: RFC 6455, 7.4. */
public record CloseReason(int code, String text) {
    public static final CloseReason NORMAL = new CloseReason(1000, "");
    public static final CloseReason GOING_AWAY = new CloseReason(1001, "");

    private static final int MAX_TEXT_BYTES = 123;

    public CloseReason {
        if (code < 1000 || code > 4999) {
            throw new IllegalArgumentException("close code " + code + " is not between 1000 and 4999");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES) {
            throw new IllegalArgumentException("close reason is longer than " + MAX_TEXT_BYTES + " bytes: " + text);
        }
    }
}
