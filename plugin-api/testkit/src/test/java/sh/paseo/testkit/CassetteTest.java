package sh.paseo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.Send;

class CassetteTest {
    private static final String HEADER = "{\"cassette\":1,\"agent\":\"a\",\"provider\":\"claude\",\"process\":\"p\"}";

    @TempDir
    private Path folder;

    private Cassette read(String... lines) throws IOException {
        return Cassette.read(Files.write(folder.resolve("cassette"), List.of(lines)));
    }

    @Test
    void linesAreReadAsTheyWereRecorded() throws IOException {
        Cassette cassette = read(HEADER, "{\"in\":\"hello\",\"number\":7,\"turn\":\"t\"}", "{\"in\":\"\u00e4\\u2028\",\"number\":8}",
                "{\"out\":\"\",\"start\":10,\"end\":11}");
        assertEquals("claude", cassette.provider());
        assertEquals(List.of(new JournalEntry.Sent(new Send(7, Optional.of(new TurnId("t")), "hello")),
                new JournalEntry.Sent(new Send(8, Optional.empty(), "\u00e4\u2028")), new JournalEntry.Got(new Line(10, 11, "", false))),
                cassette.entries());
        Path copy = folder.resolve("copy");
        cassette.write(copy);
        assertEquals(cassette, Cassette.read(copy));
    }

    @Test
    void whatIsNoCassetteIsRefused() {
        for (String first : List.of("", "{}", "[]", "no JSON", HEADER.replace("1", "2"))) {
            assertThrows(IllegalArgumentException.class, () -> read(first), first);
        }
        assertThrows(IllegalArgumentException.class, () -> read(HEADER, "{\"out\":\"x\"}"));
    }

    @Test
    void aCassetteWithAGapIsRefused() {
        IllegalArgumentException gap = assertThrows(IllegalArgumentException.class,
                () -> read(HEADER, "{\"out\":null,\"start\":0,\"end\":9000000}"));
        assertTrue(gap.getMessage().contains("left out"), gap.getMessage());
    }
}
