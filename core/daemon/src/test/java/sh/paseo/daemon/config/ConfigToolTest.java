package sh.paseo.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigToolTest {
    @TempDir
    Path home;

    private Path configured(String json) throws IOException {
        Path file = Files.writeString(home.resolve("config.json"), json);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private ConfigTool tool() {
        return new ConfigTool(home);
    }

    private String refused(Runnable action) {
        return assertThrows(ConfigException.class, action::run).getMessage();
    }

    private JsonObject row(String key) {
        return tool().get(Optional.of(key)).getJsonObject(0);
    }

    @ParameterizedTest
    @CsvSource({"daemon.listen,unix:///run/p.sock,'\"unix:///run/p.sock\"'",
        "daemon.listen,'[\"127.0.0.1:1\",\"[::1]:1\"]','[\"127.0.0.1:1\",\"[::1]:1\"]'",
        "daemon.allowedHosts,true,true", "agents.outlive,false,false", "daemon.limits.strangers,100,100",
        "agents.idleAfter,1h30m,'\"1h30m\"'",
        "agents.providers.claude.command,'[\"/opt/claude\"]','[\"/opt/claude\"]'",
        "agents.providers.claude.env.LEVEL,'\"3\"','\"3\"'"})
    void aValueIsJsonOrElseTextAndTheDaemonReadsIt(String key, String text, String value) {
        assertEquals(value, tool().set(key, text).get("value").toString());
        assertEquals("file", row(key).getString("from"));
        ConfigReader.read(home, Map.of(), List.of());
    }

    @Test
    void allElseInTheFileStaysAndItIsForTheOwnerAlone() throws IOException {
        Path file = configured("{\"daemon\":{\"allowedHosts\":[\"devbox\"],\"limits\":{\"strangers\":99}},\"agents\":{\"outlive\":false}}");
        tool().set("daemon.limits.head", "7s");
        JsonObject root = new ConfigFile(home).read();
        assertEquals("{\"allowedHosts\":[\"devbox\"],\"limits\":{\"strangers\":99,\"head\":\"7s\"}}", root.get("daemon").toString());
        assertEquals("{\"outlive\":false}", root.get("agents").toString());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void anUnsetKeyHasItsDefaultAgain() {
        tool().set("agents.idleAfter", "1h");
        assertEquals("\"15m\"", tool().unset("agents.idleAfter").get("value").toString());
        assertEquals("default", row("agents.idleAfter").getString("from"));
    }

    @ParameterizedTest
    @CsvSource({"daemon.listn,1,the nearest known key is daemon.listen", "daemon.limits.strangers,7,7 is not between 8 and 4096",
        "agents.outlive,perhaps,agents.outlive must be true or false", "daemon.listen,not an address,daemon.listen",
        "daemon.listen.more,1,is not known", "daemon.auth.password,open-sesame,paseo daemon set-password"})
    void whatTheDaemonWouldNotTakeIsRefusedAndChangesNothing(String key, String value, String problem) throws IOException {
        Path file = configured("{\"version\":1}");
        String told = refused(() -> tool().set(key, value));
        assertTrue(told.contains(problem), told);
        assertEquals("{\"version\":1}", Files.readString(file));
    }

    @Test
    void aFileWithSeveralProblemsCanBeMendedOneAfterTheOther() throws IOException {
        configured("{\"agents\":{\"outlive\":3,\"idleAfter\":\"soon\"}}");
        String both = refused(() -> tool().check(Map.of()));
        assertTrue(both.contains("agents.outlive") && both.contains("agents.idleAfter"), both);
        tool().set("agents.outlive", "true");
        tool().unset("agents.idleAfter");
        assertEquals(JsonValue.EMPTY_JSON_ARRAY, tool().check(Map.of()).get("warnings"));
    }

    @Test
    void aCheckTellsOfWarningsAndOfTheEnvironment() throws IOException {
        configured("{\"daemon\":{\"allowedHosts\":true,\"mcp\":{}}}");
        assertEquals(2, tool().check(Map.of()).getJsonArray("warnings").size());
        assertTrue(refused(() -> tool().check(Map.of("PASEO_LISTEN", "nowhere"))).contains("nowhere"));
    }

    @Test
    void secretsAreNotShown() throws IOException {
        configured("""
                {"daemon":{"auth":{"password":"$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"}},
                "agents":{"providers":{"a":{"env":{"API_KEY":"canary","OTHER_KEY":{"fromEnv":"NAME"}}}}}}""");
        String shown = tool().get(Optional.empty()) + row("daemon.auth.password").toString() + row("agents.providers.a.env.API_KEY");
        assertFalse(shown.contains("canary") || shown.contains("$2a$"), shown);
        assertTrue(shown.contains("{\"API_KEY\":\"(hidden)\",\"OTHER_KEY\":{\"fromEnv\":\"NAME\"}}"), shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"daemon.listn", "daemon.limits.strangers.more", "", "agent"})
    void anUnknownKeyIsRefusedWithTheNearestKnownOne(String key) {
        String told = refused(() -> tool().get(Optional.of(key)));
        assertTrue(told.contains("the nearest known key is "), told);
    }

    /** Who changes it changes the recording, in sight. */
    @Test
    void theSchemaForEditorsIsThisOne() throws IOException {
        Path recorded = Path.of("src/test/resources/config-schema.json");
        String schema = tool().schema().toString().replace("},", "},\n") + "\n";
        Files.writeString(Path.of("target/config-schema.json"), schema);
        assertEquals(Files.readString(recorded), schema, "copy target/config-schema.json");
    }

    @Test
    void everyKeyOfThisDaemonIsInTheSchema() {
        for (ConfigKeys.Key key : ConfigKeys.ALL) {
            JsonValue found = tool().schema();
            for (String name : key.path().split("\\.")) {
                JsonObject section = found.asJsonObject();
                found = name.equals("*") ? section.get("additionalProperties") : section.getJsonObject("properties").get(name);
                assertTrue(found instanceof JsonObject, key.path());
            }
        }
    }
}
