package sh.paseo.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Random byte streams of a client, mostly right, and what a codec makes of them. */
final class Streams {
    private static final int[] OPCODES = {0, 0, 1, 1, 2, 2, 9, 10};
    private static final int[] CODES = {1000, 1001, 1005, 1011, 2999, 3000, 4999};
    private static final String[] TEXTS = {"", "a", "hello", "grüß dich", "😊😊", "\u0000", "ÿ", "日本語", "\uFFFF"};

    private Streams() {}

    /** Frames of a client; now and then one that is wrong. */
    static byte[] frames(Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean inside = false;
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            int opcode = OPCODES[random.nextInt(OPCODES.length)];
            boolean control = opcode >= 8;
            if (!control && random.nextInt(20) > 0) {
                opcode = inside ? 0 : 1 + random.nextInt(2);
            }
            boolean fin = control || random.nextInt(3) > 0;
            inside = control ? inside : !fin;
            out.writeBytes(RawPeer.encode(opcode, fin, random.nextInt(60) == 0 ? 1 : 0, payload(random, control)));
        }
        if (random.nextBoolean()) {
            out.writeBytes(RawPeer.encode(8, true, 0, close(random)));
        }
        byte[] bytes = out.toByteArray();
        if (random.nextInt(4) == 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static byte[] payload(Random random, boolean control) {
        if (control || random.nextInt(4) > 0) {
            return TEXTS[random.nextInt(TEXTS.length)].getBytes(StandardCharsets.UTF_8);
        }
        byte[] bytes = new byte[random.nextInt(5) == 0 ? 60_000 + random.nextInt(10_000) : random.nextInt(300)];
        if (random.nextBoolean()) {
            random.nextBytes(bytes);
        }
        return bytes;
    }

    private static byte[] close(Random random) {
        if (random.nextInt(4) == 0) {
            return new byte[random.nextInt(2)];
        }
        int code = CODES[random.nextInt(CODES.length)];
        byte[] text = TEXTS[random.nextInt(TEXTS.length)].getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[2 + text.length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, text.length);
        return payload;
    }

    /** What comes out when the bytes go in as these pieces: messages and at last the end, a failure or the wish for more. */
    static List<String> decoded(WebSocketCodec codec, Iterable<byte[]> pieces) {
        List<String> events = new ArrayList<>();
        try {
            for (byte[] piece : pieces) {
                ByteBuffer input = ByteBuffer.wrap(piece);
                for (Incoming in = codec.decode(input); !(in instanceof Incoming.NeedMore); in = codec.decode(input)) {
                    events.add(name(in));
                    if (in instanceof Incoming.Close) {
                        return events;
                    }
                }
            }
            events.add("more");
        } catch (WebSocketException e) {
            events.add("failed " + e.code());
        }
        return events;
    }

    private static String name(Incoming incoming) {
        return switch (incoming) {
            case Incoming.Message m -> m.frame().getClass().getSimpleName() + " " + HexFormat.of().formatHex(m.frame().bytes()).hashCode()
                    + " " + m.frame().bytes().length;
            case Incoming.Ping p -> "ping " + HexFormat.of().formatHex(p.payload());
            case Incoming.Pong p -> "pong";
            case Incoming.Close c -> "close " + c.reason();
            case Incoming.NeedMore m -> "more";
        };
    }

    static List<byte[]> cut(byte[] bytes, Random random) {
        List<byte[]> pieces = new ArrayList<>();
        int largest = 1 + random.nextInt(random.nextBoolean() ? 4 : 5_000);
        for (int at = 0; at < bytes.length;) {
            int end = Math.min(bytes.length, at + 1 + random.nextInt(largest));
            pieces.add(Arrays.copyOfRange(bytes, at, end));
            at = end;
        }
        return pieces;
    }
}
