package sh.paseo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.paseo.cli.client.Json;

class ConfigCommandTest {
    @TempDir
    Path home;

    private final List<List<String>> asked = new ArrayList<>();

    private Fixture fixture(int exitCode, String out, String err) {
        Fixture fixture = new Fixture(home, FakeTerminal.pipe(), FakeDaemon.absent());
        fixture.program = new NoProgram() {
            @Override
            public Ended configure(Path folder, List<String> words, String input) {
                asked.add(words);
                return new Ended(exitCode, out, err);
            }
        };
        return fixture;
    }

    @Test
    void keysAreShownWithTheirValuesAndWhereTheseComeFrom() {
        String row = "{\"key\":\"daemon.listen\",\"value\":[\"[::1]:1\"],\"from\":\"file\"}";
        Fixture all = fixture(0, "[" + row + "]", "");
        assertEquals(0, all.run("config", "get", "--no-headers"));
        assertTrue(all.terminal.written().matches("daemon.listen +\\[::1]:1 +file\\s*"), all.terminal.written());
        Fixture one = fixture(0, "[" + row + "]", "");
        assertEquals(0, one.run("config", "get", "daemon.listen", "-q"));
        assertEquals("[::1]:1\n", one.terminal.written());
        assertEquals(List.of(List.of("get"), List.of("get", "daemon.listen")), asked);
    }

    @Test
    void whatIsSetIsShown() {
        Fixture fixture = fixture(0, "{\"key\":\"agents.outlive\",\"value\":false,\"from\":\"file\"}", "");
        assertEquals(0, fixture.run("config", "set", "agents.outlive", "false", "--json"));
        assertEquals(false, Json.read(fixture.terminal.written()).getBoolean("value"));
        assertEquals(0, fixture.run("config", "unset", "agents.outlive"));
        assertEquals(List.of(List.of("set", "agents.outlive", "false"), List.of("unset", "agents.outlive")), asked);
    }

    @Test
    void whatIsWrongIsToldInTheWordsOfTheDaemon() {
        Fixture fixture = fixture(78, "", "Cannot use the configuration:\n  daemon.listn is not known");
        assertEquals(1, fixture.run("config", "check", "--json"));
        var error = Json.read(fixture.terminal.errors()).getJsonObject("error");
        assertEquals("INVALID_CONFIG", error.getString("code"));
        assertTrue(error.getString("message").endsWith("daemon.listn is not known"), error.toString());
    }

    @Test
    void thePathIsBareForShells() {
        Fixture fixture = fixture(1, "", "");
        assertEquals(0, fixture.run("config", "path"));
        assertEquals(home.resolve("config.json") + "\n", fixture.terminal.written());
        assertEquals(List.of(), asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"config set daemon.listen", "config set", "config unset", "config get a b", "config set a b c"})
    void aWordTooFewOrTooManyIsAUsageError(String line) {
        Fixture fixture = fixture(0, "{}", "");
        assertEquals(1, fixture.run(line.split(" ")));
        assertEquals(List.of(), asked);
    }
}
