package sh.paseo.api.transport;

import java.nio.charset.StandardCharsets;

/** A message. The bytes are shared between receivers and never changed. */
public sealed interface Frame {
    byte[] bytes();

    /** Text; the bytes are valid UTF-8. */
    record Text(byte[] bytes) implements Frame {
        public static Text of(String text) {
            return new Text(text.getBytes(StandardCharsets.UTF_8));
        }

        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Bytes. */
    record Binary(byte[] bytes) implements Frame {}
}
