package sh.paseo.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.paseo.cli.client.Json;

class SafeTextTest {
    private static List<String> hostile() {
        Path file = Path.of(System.getProperty("paseo.shared", "../shared")).resolve("vectors/strings/terminal-escapes.json");
        assumeTrue(Files.isRegularFile(file), "the hostile texts are missing: " + file);
        try {
            return Json.read(Files.readString(file)).getJsonArray("cases").getValuesAs(JsonString::getString);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static boolean obeyed(int c) {
        boolean control = c < ' ' && c != '\n' && c != '\t' || c >= 0x7f && c <= 0x9f;
        boolean bidi = c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069 || c == 0x200e || c == 0x200f;
        return control || bidi || c == 0x2028 || c == 0x2029;
    }

    private static void assertHarmless(String text) {
        assertTrue(text.chars().noneMatch(SafeTextTest::obeyed), text);
    }

    @Test
    void hostileTextsBecomeHarmlessInEveryFormOfOutput() {
        List<String> cases = hostile();
        assertTrue(cases.size() > 20, "only " + cases.size() + " cases");
        for (String hostile : cases) {
            var item = Json.object().add("type", "assistant_message").add("text", hostile).build();
            var tool = Json.object().add("type", "tool_call").add("callId", "c").add("name", hostile).add("status", "failed")
                    .add("error", hostile)
                    .add("detail", Json.object().add("type", "shell").add("command", hostile)).build();
            assertHarmless(SafeText.lines(hostile));
            assertHarmless(TimelineText.block(item) + TimelineText.block(tool) + LiveText.item(item) + LiveText.item(tool));
            assertHarmless(new LiveView(false).item(item) + new LiveView(false).item(tool));
            assertHarmless(new Table(List.of(Column.of("A", "text", 0)), true, false).render(List.of(item)));
            assertHarmless(PrettyJson.write(item) + Yaml.write(item));
            assertEquals(item, Json.read(PrettyJson.write(item)));
        }
    }

    @Test
    void sequenceCutInTwoIsHarmlessToo() {
        var view = new LiveView(false);
        String first = view.item(Json.object().add("type", "assistant_message").add("text", "\u001b").build());
        String second = view.item(Json.object().add("type", "assistant_message").add("text", "[2Jx").build());
        assertEquals("\u241b[2Jx", first + second);
    }

    @Test
    void lineBreaksStayInTextAndGoInCells() {
        assertEquals("a\nb\tc", SafeText.lines("a\r\nb\tc"));
        assertEquals("a b c", SafeText.line("a\nb\tc"));
        assertEquals("a\u240db", SafeText.lines("a\rb"));
    }

    @ParameterizedTest
    @CsvSource({"90, 90", "5m, 300", "1h30m, 5400", "1h2m3s, 3723", "45s, 45"})
    void durationsAreRead(String text, long seconds) {
        assertEquals(seconds, Durations.parse(text).orElseThrow().toSeconds());
    }

    @ParameterizedTest
    @CsvSource({"0", "''", "abc", "5x", "m", "1m1h", "1m1m", "-5", "5 m", "99999999999999999999"})
    void otherTextsAreNoDurations(String text) {
        assertTrue(Durations.parse(text).isEmpty(), text);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-22T07:59:30Z, just now", "2026-11-22T07:59:00Z, 1 minute ago", "2026-11-22T06:00:00Z, 2 hours ago",
        "2026-11-20T08:00:00Z, 2 days ago", "2027-01-01T00:00:00Z, just now", "soon, soon"})
    void timesAreToldInWords(String then, String words) {
        assertEquals(words, RelativeTime.ago(then, java.time.Instant.parse("2026-11-22T08:00:00Z")));
    }
}
