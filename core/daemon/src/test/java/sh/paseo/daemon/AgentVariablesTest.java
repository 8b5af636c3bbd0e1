package sh.paseo.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import sh.paseo.api.PluginException;
import sh.paseo.api.process.Programs;

class AgentVariablesTest {
    private static final String PLACE = "agents.providers.a.env";

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger runs = new AtomicInteger();

    /** Its first argument is what it prints, its second how it ends. */
    private final Programs programs = new Programs() {
        @Override
        public Optional<Path> find(String program) {
            throw new AssertionError("looked for");
        }

        @Override
        public Result run(List<String> command, Map<String, String> environment, Duration limit) {
            runs.incrementAndGet();
            if (command.getFirst().equals("gone")) {
                throw new PluginException(PluginException.Code.MISSING, "No program gone");
            }
            return new Result(Integer.parseInt(command.get(2)), command.get(1), "canary");
        }
    };
    private final AgentVariables variables = new AgentVariables(Map.of("SET", "from-start"), programs, now::get);

    private Map<String, String> of(String json) {
        try (var reader = Json.createReader(new StringReader(json))) {
            JsonObject section = reader.readObject();
            return variables.of(PLACE, section);
        }
    }

    @Test
    void valuesComeFromTheFileTheStartOfTheDaemonAndWhatAProgramPrints() {
        assertEquals(Map.of("A", "text", "B", "from-start", "C", "two\nlines"), of("""
                {"A":"text","B":{"fromEnv":"SET"},"C":{"fromCommand":["pass","two\\nlines\\n","0"]}}"""));
    }

    @Test
    void aVariableThatTheDaemonWasStartedWithoutIsNamedWithItsPlace() {
        String told = assertThrows(PluginException.class, () -> of("{\"A\":{\"fromEnv\":\"UNSET\"}}")).getMessage();
        assertTrue(told.startsWith(PLACE + ".A: the daemon was started without UNSET"), told);
    }

    @Test
    void aProgramThatFailsOrSaysNothingIsNamedWithItsPlaceAndNotQuoted() {
        for (String command : List.of("[\"pass\",\"canary\",\"1\"]", "[\"pass\",\" \",\"0\"]", "[\"gone\"]")) {
            String told = assertThrows(PluginException.class, () -> of("{\"A\":{\"fromCommand\":" + command + "}}")).getMessage();
            assertTrue(told.startsWith(PLACE + ".A: ") && !told.contains("canary"), told);
        }
    }

    @Test
    void whatAProgramPrintedIsAskedForAgainAfterAWhile() {
        String section = "{\"A\":{\"fromCommand\":[\"pass\",\"one\",\"0\"]},\"B\":{\"fromCommand\":[\"pass\",\"one\",\"0\"]}}";
        of(section);
        now.addAndGet(AgentVariables.KEPT.toNanos() - 1);
        of(section);
        assertEquals(1, runs.get());
        now.addAndGet(1);
        of(section);
        assertEquals(2, runs.get());
    }

    @Test
    void whatFailedIsTriedAgainAtOnce() {
        assertThrows(PluginException.class, () -> of("{\"A\":{\"fromCommand\":[\"gone\"]}}"));
        assertThrows(PluginException.class, () -> of("{\"A\":{\"fromCommand\":[\"gone\"]}}"));
        assertEquals(2, runs.get());
    }
}
