package sh.paseo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Old plugin jars keep working: nothing of the API is removed or gets another type.
 *
 * <p>Every line of {@code api-signatures.txt} must still be true. New lines are accepted, into the file, by running this test with
 * {@code -Dpaseo.acceptApi=true}; a line that must go is deleted by hand, in the commit that breaks with it and says so.
 */
public class ApiSignaturesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/api-signatures.txt");

    @Test
    void nothingOfTheApiIsRemovedOrRetyped() throws Exception {
        var gone = new ArrayList<>(Files.readAllLines(GOLDEN));
        gone.removeAll(current());
        assertEquals(List.of(), gone, "a plugin compiled earlier may rely on these");
    }

    @Test
    void whatIsNewInTheApiIsWrittenDown() throws Exception {
        var known = Files.readAllLines(GOLDEN);
        var added = new ArrayList<>(current());
        added.removeAll(known);
        if (Boolean.getBoolean("paseo.acceptApi")) {
            var all = new TreeSet<>(known);
            all.addAll(added);
            Files.write(GOLDEN, all);
        } else {
            assertEquals(List.of(), added, "accept these with -Dpaseo.acceptApi=true");
        }
    }

    @Test
    void theWholeApiIsSeen() throws Exception {
        assertTrue(current().contains("sh.paseo.api.agent.AgentProvider interface"), "AgentProvider is missing");
        assertTrue(current().stream().anyMatch(line -> line.startsWith("sh.paseo.api.transport.Transport ")), "Transport is missing");
    }

    @Test
    void aMemberIsOneLineWithItsTypes() {
        assertEquals(List.of(
                Sample.class.getName() + " final record(int count, java.util.List<java.lang.String> names) java.lang.Record",
                Sample.class.getName() + "#count() : int",
                Sample.class.getName() + "#names() : java.util.List<java.lang.String>",
                Sample.class.getName() + "#new(int, java.util.List<java.lang.String>)",
                Sample.class.getName() + "#static of(int) : " + Sample.class.getName()), Signatures.of(Sample.class));
    }

    /** A type to be seen. */
    public record Sample(int count, List<String> names) {
        /** A sample without names. */
        public static Sample of(int count) {
            return new Sample(count, List.of());
        }

        private int hidden() {
            return count;
        }
    }

    private static List<String> current() throws IOException, ClassNotFoundException, URISyntaxException {
        return Signatures.of(Path.of(AgentId.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }
}
