package sh.paseo.websocket;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import sh.paseo.api.transport.CloseReason;

/** The body of a close frame: nothing, or a code and UTF-8 text. <b>Source</b>: RFC 6455, 5.5.1 and 7.4. */
final class ClosePayload {
    private static final byte[] EMPTY = new byte[0];

    private ClosePayload() {}

    static byte[] encode(Optional<CloseReason> reason) {
        if (reason.isEmpty()) {
            return EMPTY;
        }
        CloseReason some = reason.get();
        byte[] text = some.text().getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[text.length + 2];
        payload[0] = (byte) (some.code() >> 8);
        payload[1] = (byte) some.code();
        System.arraycopy(text, 0, payload, 2, text.length);
        return payload;
    }

    static Optional<CloseReason> decode(byte[] payload) {
        if (payload.length == 0) {
            return Optional.empty();
        }
        if (payload.length == 1) {
            throw new WebSocketException(WebSocketException.Code.PROTOCOL, "close frame with half a code");
        }
        int code = (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
        if (!mayBeSent(code)) {
            throw new WebSocketException(WebSocketException.Code.PROTOCOL, "close code " + code);
        }
        Utf8Check check = new Utf8Check();
        if (!check.accepts(payload, 2, payload.length - 2) || !check.complete()) {
            throw new WebSocketException(WebSocketException.Code.BAD_TEXT, "close reason is not UTF-8");
        }
        return Optional.of(new CloseReason(code, new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8)));
    }

    /** 1004 to 1006 and 1015 stand for things that are never on the wire; 1012 to 1014 are registered with IANA. */
    private static boolean mayBeSent(int code) {
        return code >= 1000 && code <= 1003 || code >= 1007 && code <= 1014 || code >= 3000 && code <= 4999;
    }
}
