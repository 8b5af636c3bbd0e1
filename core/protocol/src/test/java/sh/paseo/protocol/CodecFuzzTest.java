package sh.paseo.protocol;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Any bytes are a message or refused. For {@code paseo.fuzz.seconds}; {@code paseo.fuzz.seed} repeats a run. */
class CodecFuzzTest {
    private static final List<String> VALUES = List.of("1e99999999999", "1e-99999999999", "-0", "1e400", "0.1", "9223372036854775808",
            "null",
            "true", "{}", "[]", "[null]", "{\"a\":null}", "\"\"", "\"x\"", "\"\\ud800\"", "NaN", "\u00ff", "[".repeat(70), "}");
    private static final List<String> KEYS = List.of("requestId", "agentId", "text", "messageId", "config", "cwd", "provider", "labels",
            "cursor", "limit", "direction", "response", "behavior", "clientId", "clientType", "protocolVersion", "images", "filter");

    private final Codec codec = new Codec();
    private final List<String> types = new ArrayList<>(Catalogue.requests().keySet());

    @Test
    void anyBytesAreAMessageOrRefused() {
        long seed = Long.getLong("paseo.fuzz.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        types.sort(null);
        long end = System.nanoTime() + Duration.ofSeconds(Integer.getInteger("paseo.fuzz.seconds", 2)).toNanos();
        int refused = 0;
        int rounds = 0;
        for (; System.nanoTime() < end; rounds++) {
            byte[] bytes = bytes(random);
            try {
                codec.decode(bytes);
            } catch (ProtocolException e) {
                refused++;
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ", round " + rounds + ": " + new String(bytes, StandardCharsets.UTF_8), e);
            }
        }
        System.out.println("fuzz: " + rounds + " messages, " + refused + " refused, -Dpaseo.fuzz.seed=" + seed);
    }

    private byte[] bytes(SplittableRandom random) {
        StringBuilder object = new StringBuilder("{\"requestId\":\"r\"");
        int fields = random.nextInt(5);
        for (int i = 0; i < fields; i++) {
            object.append(",\"").append(KEYS.get(1 + random.nextInt(KEYS.size() - 1))).append("\":")
                    .append(VALUES.get(random.nextInt(VALUES.size())));
        }
        String type = types.get(random.nextInt(types.size()));
        String message = random.nextInt(5) == 0 ? object + ",\"type\":\"hello\"}"
                : "{\"type\":\"session\",\"message\":" + object + ",\"type\":\"" + type + "\"}}";
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(4) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }
}
