package sh.paseo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every sentence of the README about security and reliability is shown by a test. */
class ClaimsTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final List<String> SECTIONS = List.of("Security", "Reliability");

    @TempDir
    Path folder;

    @Test
    void everyClaimNamesATestThatExists() throws Exception {
        assertEquals(List.of(), claims().problems(ROOT));
    }

    @Test
    void everySentenceOfTheReadmeAboutSecurityAndReliabilityIsListed() throws Exception {
        var readme = ROOT.resolve("README.md");
        assertEquals(List.of(), claims().unlisted(Files.exists(readme) ? Files.readString(readme) : "", SECTIONS));
    }

    @Test
    void sentencesAreThoseOfTheNamedSectionsWithoutMarkdown() {
        var markdown = """
            # Paseo
            Not this. # nor this

            ## Security
            It listens on `127.0.0.1` only. Class loading is
            separated, **trust** is not.

            - One [link](https://example.org) here.
            - Two. Three.

            ```
            not code.
            ```
            ### Deeper
            Also this.
            ## Scope
            Not this.
            """;
        assertEquals(List.of("It listens on 127.0.0.1 only.", "Class loading is separated, trust is not.", "One link here.", "Two.",
                "Three.",
                "Also this."), Claims.sentences(markdown, SECTIONS));
    }

    @Test
    void anUnlistedSentenceIsSeen() {
        var claims = Claims.parse(List.of("s1\tIt is `small`.\tSizeTest#isSmall"));
        assertEquals(List.of("It is fast."), claims.unlisted("## Reliability\nIt is small. It is fast.\n", SECTIONS));
    }

    @Test
    void aMissingTestAndARepeatedIdAreSeen() throws Exception {
        var tests = Files.createDirectories(folder.resolve("core/x/src/test/java"));
        Files.writeString(tests.resolve("SizeTest.java"),
                "class SizeTest {\n    @Test\n    void isSmall() {}\n\n    void isNoTest() {}\n}\n");
        var claims = Claims.parse(List.of("s1\tA.\tSizeTest#isSmall", "s1\tB.\tSizeTest#isGone", "s2\tC.\tSizeTest#isNoTest",
                "s3\tD.\tSizeTest"));
        assertEquals(List.of("s1 is there twice", "s1 names a test that does not exist: SizeTest#isGone",
                "s2 names a test that does not exist: SizeTest#isNoTest", "s3 names a test that does not exist: SizeTest"),
                claims.problems(
                        folder));
    }

    @Test
    void aLineThatIsNoClaimIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Claims.parse(List.of("only one column")));
    }

    private static Claims claims() throws Exception {
        return Claims.parse(Files.readAllLines(Path.of("claims.tsv")));
    }
}
