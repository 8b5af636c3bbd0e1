package sh.paseo.agent.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
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
import sh.paseo.api.PluginException;
import sh.paseo.api.agent.Availability;
import sh.paseo.api.agent.SessionSettings;
import sh.paseo.api.process.ProcessSpec;
import sh.paseo.testkit.FakeProbeContext;
import sh.paseo.testkit.LocalPrograms;
import sh.paseo.testkit.ScriptedAgent;

class LaunchTest {
    private static final ClaudeProgram PROGRAM = new ClaudeProgram(List.of("/opt/claude"), Map.of("NAME", "value"));

    @TempDir
    private Path folder;

    private SessionSettings settings(String mode) {
        return new SessionSettings(folder, Optional.of(mode), Optional.of("--help"), Optional.of("high"), Optional.of("--version"),
                JsonValue.EMPTY_JSON_OBJECT, JsonValue.EMPTY_JSON_OBJECT);
    }

    @Test
    void textOfUsersIsJoinedToItsOption() {
        List<String> command = new Launch(PROGRAM, settings("plan"), Optional.of(folder.resolve("mcp")), false).fresh("id").command();
        assertTrue(command.containsAll(List.of("--model=--help", "--append-system-prompt=--version", "--effort=high", "--session-id=id",
                "--permission-mode=plan", "--mcp-config=" + folder.resolve("mcp"))), command.toString());
        assertFalse(command.contains("--help") || command.contains("--version"), command.toString());
    }

    @Test
    void onlyRootInBypassModeIsSaidToSitInASandbox() {
        ProcessSpec asRoot = new Launch(PROGRAM, settings("bypassPermissions"), Optional.empty(), true).fresh("id");
        assertEquals("1", asRoot.environment().get("IS_SANDBOX"));
        assertEquals("value", asRoot.environment().get("NAME"));
        ProcessSpec other = new Launch(PROGRAM, settings("default"), Optional.empty(), true).fresh("id");
        assertFalse(other.environment().containsKey("IS_SANDBOX"));
        assertFalse(other.command().contains("--allow-dangerously-skip-permissions"));
        ProcessSpec user = new Launch(PROGRAM, settings("bypassPermissions"), Optional.empty(), false).resume("id");
        assertFalse(user.environment().containsKey("IS_SANDBOX"));
        assertTrue(user.command().contains("--allow-dangerously-skip-permissions") && user.command().contains("--resume=id"));
    }

    @Test
    void secretsOfMcpServersAreInAFileThatOnlyItsUserReads() throws IOException {
        JsonObject servers = Json.createObjectBuilder().add("one", Json.createObjectBuilder().add("command", "x")).build();
        Path file = McpFile.write(servers, folder).orElseThrow();
        McpFile.write(servers, folder).orElseThrow();
        assertEquals("{\"mcpServers\":{\"one\":{\"command\":\"x\"}}}", Files.readString(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(Optional.empty(), McpFile.write(JsonValue.EMPTY_JSON_OBJECT, folder));
    }

    @Test
    void aMissingProgramIsNamedWithWhereItWasLookedFor() {
        Map<String, String> environment = Map.of("PATH", folder.toString());
        PluginException missing = assertThrows(PluginException.class,
                () -> ClaudeProgram.find(new LocalPrograms(environment), JsonValue.EMPTY_JSON_OBJECT, environment));
        assertEquals(PluginException.Code.MISSING, missing.code());
        assertTrue(missing.getMessage().contains(folder.toString()), missing.getMessage());
        assertTrue(missing.getMessage().contains("agents.providers.claude.command"), missing.getMessage());
    }

    @Test
    void unusableSettingsAreNamed() {
        JsonObject settings = Json.createObjectBuilder().add("command", "claude").build();
        PluginException invalid = assertThrows(PluginException.class,
                () -> ClaudeProgram.find(new LocalPrograms(Map.of()), settings, Map.of()));
        assertEquals(PluginException.Code.INVALID, invalid.code());
        assertTrue(invalid.getMessage().contains("agents.providers.claude.command"), invalid.getMessage());
    }

    @Test
    void aProbeTellsVersionAndPlace() {
        Availability.Ready ready = (Availability.Ready) new ClaudeProvider()
                .probe(new FakeProbeContext(ScriptedAgent.settings(), Map.of()));
        assertEquals(Optional.of(ScriptedAgent.VERSION), ready.version());
        assertEquals(Optional.of(ScriptedAgent.command().getFirst()), ready.program());
        assertEquals(Optional.empty(), ready.notice());
        assertEquals("default", ready.models().getFirst().id());
    }

    @Test
    void aProbeTellsThatNobodyIsSignedIn() {
        Availability.Ready ready = (Availability.Ready) new ClaudeProvider()
                .probe(new FakeProbeContext(ScriptedAgent.settings(), Map.of(ScriptedAgent.SIGNED_OUT, "1")));
        assertTrue(ready.notice().orElseThrow().startsWith("Nobody is signed in"));
    }

    @Test
    void aProbeOfAMachineWithoutTheProgramSaysWhatToDo() {
        Availability.Unavailable unavailable = (Availability.Unavailable) new ClaudeProvider()
                .probe(new FakeProbeContext(JsonValue.EMPTY_JSON_OBJECT, Map.of("PATH", folder.toString())));
        assertTrue(unavailable.reason().contains("npm install"), unavailable.reason());
    }
}
