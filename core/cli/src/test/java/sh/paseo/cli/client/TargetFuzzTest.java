package sh.paseo.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Whatever is written behind {@code --host} is an address or is refused with a sentence. For {@code paseo.fuzz.seconds};
 * {@code paseo.fuzz.seed} repeats a run.
 */
class TargetFuzzTest {
    private static final Path HOME = Path.of("/home/me");
    private static final List<String> PARTS = List.of("tcp://", "unix://", "pipe://", "paseo:", "#offer=", "localhost", "127.0.0.1",
            "[::1]",
            "[", "]", ":", ":6767", "65536", "0", "-1", "/", "~", "~/", "?", "&", "=", "ssl=true", "password=", "%", "%zz", "%25", "\u0000",
            "\ud800", "\u0665", " ", "\n", "\\\\.\\pipe\\", "a", "#");

    @Test
    void anyTextIsAnAddressOrRefused() {
        long seed = Long.getLong("paseo.fuzz.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        long end = System.nanoTime() + Duration.ofSeconds(Integer.getInteger("paseo.fuzz.seconds", 2)).toNanos();
        int refused = 0;
        int rounds = 0;
        for (; System.nanoTime() < end; rounds++) {
            String text = text(random);
            try {
                assertFalse(Target.parse(text, HOME).label().isEmpty(), text);
            } catch (CliException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + rounds + ": " + text, e);
            }
        }
        System.out.println("fuzz: " + rounds + " targets, " + refused + " refused, -Dpaseo.fuzz.seed=" + seed);
    }

    @Test
    void aPathThatNoFileHasAndAWrongEscapeAreRefused() {
        for (String text : List.of("/a\u0000b", "~/\u0000b", "unix://\u0000b", "unix://", "tcp://localhost:1?password=%zz")) {
            CliException refusal = assertThrows(CliException.class, () -> Target.parse(text, HOME), text);
            assertEquals("INVALID_HOST", refusal.code());
            assertFalse(refusal.getMessage().contains("%zz"), refusal.getMessage());
        }
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int parts = 1 + random.nextInt(6);
        for (int i = 0; i < parts; i++) {
            text.append(PARTS.get(random.nextInt(PARTS.size())));
        }
        return text.toString();
    }
}
