package sh.paseo.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limits and habits of the conventions, over every file of the repository; and that the rules see what they forbid. */
class SourceRulesTest {
    /** A rule over no files holds too; raise it as the code grows. */
    private static final int AT_LEAST = 350;

    private static SourceRules repository;

    @TempDir
    Path folder;

    @BeforeAll
    static void parse() {
        repository = new SourceRules(SourceTree.ofRepository());
    }

    @Test
    void theWholeRepositoryIsRead() {
        assertTrue(repository.tree().sources().size() >= AT_LEAST, repository.tree().sources().size() + " files");
    }

    @Test
    void noFileIsTooLong() {
        assertEquals(List.of(), repository.tooLong());
    }

    @Test
    void noLineIsTooWide() {
        assertEquals(List.of(), repository.tooWide());
    }

    @Test
    void noMethodIsTooLong() {
        assertEquals(List.of(), repository.tooLongMethods());
    }

    @Test
    void nothingTakesTooManyParameters() {
        assertEquals(List.of(), repository.tooManyParameters());
    }

    @Test
    void aFileHasOneTopLevelType() {
        assertEquals(List.of(), repository.severalTopLevelTypes());
    }

    @Test
    void everyImportIsUsed() {
        assertEquals(List.of(), repository.unusedImports());
    }

    @Test
    void theLockFileIsNamedInOneClass() {
        var naming = repository.mainFilesNaming("\"paseo.lock\"");
        assertTrue(naming.size() <= 1, "opening it a second time releases the lock: " + naming);
    }

    @Test
    void documentsCiteNoLineNumbers() throws IOException {
        var found = new ArrayList<String>();
        for (var document : SourceTree.documents(repository.tree().root())) {
            found.addAll(SourceRules.citedLineNumbers(document.getFileName().toString(), Files.readString(document)));
        }
        assertEquals(List.of(), found);
    }

    @Test
    void aFileAndAMethodOverTheLimitAreSeen() throws IOException {
        var body = IntStream.range(0, 401).mapToObj(i -> "        ++x;").collect(Collectors.joining("\n"));
        var rules = rulesOver("class A { int x;\n void m() {\n" + body + "\n} }");
        assertEquals(List.of("A.java has 404 lines"), rules.tooLong());
        assertEquals(List.of("A.java: m has 403 lines"), rules.tooLongMethods());
    }

    @Test
    void tooManyParametersAreSeenButNotTheShapeOfARecord() throws IOException {
        var rules = rulesOver("""
            class A {
                record Shape(int a, int b, int c, int d, int e, int f, int g, int h) {}
                A(int a, int b, int c, int d, int e, int f, int g, int h) {}
                void m(int a, int b, int c, int d, int e, int f) {}
                void n(int a, int b, int c, int d, int e) {}
            }
            """);
        assertEquals(List.of("A.java: <init> has 8 parameters", "A.java: m has 6 parameters"), rules.tooManyParameters());
    }

    @Test
    void anUnusedImportASecondTypeAndAWideLineAreSeen() throws IOException {
        var rules = rulesOver("import java.util.List;\nimport java.util.Map;\nclass A { Map<String, String> m; }\nclass B {}\n//" + " "
                .repeat(140) + ".\n");
        assertEquals(List.of("A.java imports java.util.List and does not use it"), rules.unusedImports());
        assertEquals(List.of("A.java has several top-level types"), rules.severalTopLevelTypes());
        assertEquals(1, rules.tooWide().size());
    }

    @Test
    void aCitedLineNumberIsSeen() {
        assertEquals(List.of("R: see Codec.java:12"), SourceRules.citedLineNumbers("R", "fine\nsee Codec.java:12\na line of text"));
    }

    private SourceRules rulesOver(String text) throws IOException {
        var file = Files.writeString(folder.resolve("A.java"), text);
        return new SourceRules(SourceTree.of(folder, List.of(file)));
    }
}
