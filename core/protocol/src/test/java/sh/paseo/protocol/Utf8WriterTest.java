package sh.paseo.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's own encoder is the measure. */
class Utf8WriterTest {
    private static final String FIRST = "\uD83D";
    private static final String SECOND = "\uDE00";

    private static byte[] written(String text, int part) {
        Utf8Writer writer = new Utf8Writer();
        char[] chars = text.toCharArray();
        for (int at = 0; at < chars.length; at += part) {
            writer.write(chars, at, Math.min(part, chars.length - at));
        }
        return writer.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "\u00e4\u20ac", FIRST + SECOND, FIRST, SECOND, FIRST + FIRST + SECOND, FIRST + "x", SECOND + FIRST,
        "x" + FIRST + SECOND + SECOND + "y"})
    void everyKindOfCharacterAndEveryHalfOfOneIsWrittenAsTheJdkDoes(String text) {
        for (int part = 1; part <= 4; part++) {
            assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), written(text, part), "in parts of " + part);
        }
    }

    @RepeatedTest(50)
    void randomTextsInRandomPartsAreWrittenAsTheJdkDoes(RepetitionInfo round) {
        SplittableRandom random = new SplittableRandom(round.getCurrentRepetition());
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(10_000);
        int most = new int[] {0x80, 0x800, 0x10000}[random.nextInt(3)];
        while (text.length() < length) {
            text.append((char) random.nextInt(most));
        }
        assertArrayEquals(text.toString().getBytes(StandardCharsets.UTF_8), written(text.toString(), 1 + random.nextInt(5000)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2047, 2048, 2049, 100_000})
    void itGrowsWithWhatIsWritten(int length) {
        Utf8Writer writer = new Utf8Writer();
        writer.ascii("a".repeat(length));
        writer.ascii("b");
        assertEquals("a".repeat(length) + "b", new String(writer.toByteArray(), StandardCharsets.UTF_8));
    }
}
