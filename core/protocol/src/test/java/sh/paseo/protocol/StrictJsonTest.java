package sh.paseo.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    /** Valid by the grammar, refused by us: parsers disagree on which of two equal keys counts. */
    private static final Set<String> REFUSED_ON_PURPOSE = Set.of("y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json");

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":2}", "{\"a\":{\"b\":1,\"b\":1}}", "{} x", "{}{}", "[1]]", "{\"a\":NaN}", "{\"a\":01}",
        "{'a':1}",
        "{\"a\":1,}", "", "  ", "{\"a\"", "\"abc", "1 2", "1]", "\"a\"b"})
    void textThatParsersDisagreeAboutIsRefused(String text) {
        ProtocolException refused = assertThrows(ProtocolException.class, () -> StrictJson.read(text));
        assertEquals(ProtocolException.Code.MALFORMED, refused.code());
    }

    @Test
    void badUtf8IsRefused() {
        byte[] bytes = {'{', '"', (byte) 0xc3, (byte) 0x28, '"', ':', '1', '}'};
        assertEquals("Not valid UTF-8", assertThrows(ProtocolException.class, () -> StrictJson.read(bytes)).getMessage());
    }

    @Test
    void aHundredThousandBracketsAreRefusedWithoutOverflow() {
        ProtocolException refused = assertThrows(ProtocolException.class, () -> StrictJson.read("[".repeat(100_000)));
        assertTrue(refused.getMessage().contains("deeper than " + StrictJson.MAX_DEPTH), refused.getMessage());
    }

    @Test
    void anExponentBeyondEveryNumberIsRefused() {
        for (String number : List.of("1e99999999999", "1e-99999999999", "[1E+99999999999]")) {
            assertThrows(ProtocolException.class, () -> StrictJson.read(number), number);
        }
    }

    @Test
    void anEndlessNumberIsRefused() {
        ProtocolException refused = assertThrows(ProtocolException.class, () -> StrictJson.read("{\"n\":" + "1".repeat(200) + "}"));
        assertEquals("A number longer than 128 characters", refused.getMessage());
    }

    @Test
    void depthOfSixtyFourIsRead() {
        assertEquals("[".repeat(64) + "]".repeat(64), StrictJson.read("[".repeat(64) + "]".repeat(64)).toString());
    }

    @Test
    void aMessageOfSixteenMegabytesIsRead() {
        String text = "x".repeat(16 * 1024 * 1024);
        assertEquals(text.length(),
                StrictJson.readObject(("{\"image\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8)).getString("image").length());
    }

    @Test
    void bracketsInStringsDoNotCount() {
        String text = "{\"a\":\"" + "[{".repeat(1000) + "\\\"\"}";
        assertEquals("[{".repeat(1000) + "\"", StrictJson.readObject(text.getBytes(StandardCharsets.UTF_8)).getString("a"));
    }

    @Test
    void everyPublishedParsingCaseIsDecidedAsTheSuiteSays() throws IOException {
        Path cases = Path.of(System.getProperty("paseo.shared", "../../../shared")).resolve("vectors/json/test_parsing");
        assumeTrue(Files.isDirectory(cases), () -> "no JSON test suite at " + cases);
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        try (Stream<Path> files = Files.list(cases)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                boolean accepted = accepts(Files.readAllBytes(file));
                boolean must = name.startsWith("y_") && !REFUSED_ON_PURPOSE.contains(name);
                boolean mustNot = name.startsWith("n_") || REFUSED_ON_PURPOSE.contains(name);
                if (must && !accepted || mustNot && accepted) {
                    wrong.add(name);
                }
                seen++;
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(seen > 300, "only " + seen + " cases seen");
    }

    private static boolean accepts(byte[] text) {
        try {
            StrictJson.read(text);
            return true;
        } catch (ProtocolException _) {
            return false;
        }
    }
}
