package sh.paseo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every attack that concerns what exists is listed with the tests that show what comes of it. */
class SecurityCasesTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @Test
    void everyCaseOfABrowserAHostHeaderAndAParserIsListedAndThoseOfFilesAndProcessesThatConcernWhatExists() throws Exception {
        var numbers = cases().cases().stream().map(SecurityCases.Case::number).toList();
        var expected = Stream.of(numbered(1, 7), Stream.of("7a"), numbered(8, 34), numbered(62, 75)).flatMap(part -> part).toList();
        assertEquals(List.of(), expected.stream().filter(number -> !numbers.contains(number)).toList());
    }

    @Test
    void everyTestThatIsNamedExists() throws Exception {
        assertEquals(List.of(), cases().problems(TestSources.under(ROOT)));
    }

    @Test
    void theTableForReadersIsMadeFromTheList() throws Exception {
        var made = cases().markdown();
        Files.writeString(Path.of("target/security-cases.md"), made);
        assertEquals(made, Files.readString(Path.of("security-cases.md")), "copy target/security-cases.md");
    }

    @Test
    void whatIsWrongWithAListIsSaid() throws Exception {
        Files.writeString(folder.resolve("SizeTest.java"), "class SizeTest {\n    @Test\n    void isSmall() {}\n}\n");
        var list = SecurityCases.parse(List.of("# comment", "## A group", "1\tA.\tSizeTest#isSmall\tshown", "1\tB.\t\topen",
                "2\tC.\t\tshown", "3\tD.\tSizeTest#isSmall SizeTest#isGone\tshown"));
        assertEquals(List.of("1 is there twice", "2 is said to be shown and names no test",
                "3 names a test that does not exist: SizeTest#isGone"), list.problems(TestSources.under(folder)));
        assertThrows(IllegalArgumentException.class, () -> SecurityCases.parse(List.of("## A group", "1\tonly two")));
        assertThrows(IllegalArgumentException.class, () -> SecurityCases.parse(List.of("1\tA.\t\topen")));
    }

    private static Stream<String> numbered(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(Integer::toString);
    }

    private static SecurityCases cases() throws Exception {
        return SecurityCases.parse(Files.readAllLines(Path.of("security-cases.tsv")));
    }
}
