package sh.paseo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.paseo.cli.client.Json;

/** Options, formats, errors and what is sent. */
@Timeout(30)
class CommandLineTest {
    @TempDir
    Path home;

    private Fixture pipe(FakeDaemon daemon) {
        return new Fixture(home, FakeTerminal.pipe(), daemon);
    }

    private static FakeDaemon idle() {
        return new FakeDaemon().agent(FakeDaemon.snapshot("idle"));
    }

    private static FakeDaemon providers(String... entries) {
        List<JsonObject> list = List.of(entries).stream().map(Json::read).toList();
        return idle().answer("get_providers_snapshot_request", "get_providers_snapshot_response",
                asked -> Json.object().add("entries", Json.array(list)).build());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bogus                        | UNKNOWN_COMMAND
            daemon                       | UNKNOWN_COMMAND
            agent bogus                  | UNKNOWN_COMMAND
            ls --bogus                   | INVALID_OPTIONS
            ls --format xml              | INVALID_OPTIONS
            run                          | MISSING_PROMPT
            run hi --base main           | INVALID_OPTIONS
            run hi --label novalue       | INVALID_LABEL
            run hi --wait-timeout soon   | INVALID_TIMEOUT
            run hi --output-schema nope  | INVALID_OUTPUT_SCHEMA
            run hi --image nope.png      | IMAGE_READ_ERROR
            send                         | MISSING_AGENT_ID
            send 7ccb                    | MISSING_PROMPT
            send 7ccb hi --prompt hi     | CONFLICTING_PROMPT_INPUT
            send 7ccb --prompt-file nope | PROMPT_FILE_READ_ERROR
            wait 7ccb --timeout 0        | INVALID_TIMEOUT
            stop                         | MISSING_ARGUMENT
            permit deny 7ccb             | MISSING_ARGUMENT
            permit allow 7ccb --input x  | INVALID_JSON
            permit allow 7ccb            | NO_PENDING_PERMISSIONS
            agent update 7ccb            | NO_CHANGES_PROVIDED
            agent update 7ccb --label x  | INVALID_LABEL
            archive nobody               | AGENT_NOT_FOUND
            ls --host x                  | INVALID_HOST
            daemon start --listen 1 --port 1 | INVALID_OPTIONS
            """)
    void mistakeHasItsCodeAndNothingIsPrintedOnTheStandardOutput(String line, String code) {
        Fixture fixture = pipe(idle());
        String[] words = (line.strip() + " --json").split(" ");
        assertEquals(1, fixture.run(words));
        assertEquals(code, Json.read(fixture.terminal.errors()).getJsonObject("error").getString("code"));
        assertEquals("", fixture.terminal.written());
    }

    @Test
    void withoutADaemonTheErrorTellsHowToStartOne() {
        Fixture fixture = pipe(FakeDaemon.absent());
        assertEquals(1, fixture.run("ls"));
        assertEquals("Error: Cannot connect to daemon at localhost:6767: Connection refused\nStart it with: paseo daemon start\n",
                fixture.terminal.errors());
    }

    @Test
    void requestThatTheDaemonRefusesIsAnErrorOfTheCommand() {
        Fixture fixture = pipe(new FakeDaemon());
        assertEquals(1, fixture.run("ls", "--json"));
        JsonObject error = Json.read(fixture.terminal.errors()).getJsonObject("error");
        assertEquals("LIST_AGENTS_FAILED", error.getString("code"));
        assertEquals("Failed to list agents: Not supported: fetch_agents_request", error.getString("message"));
    }

    @Test
    void optionsMayStandBeforeTheCommand() {
        Fixture fixture = pipe(idle());
        assertEquals(0, fixture.run("-o", "json", "--host", "127.0.0.1:7000", "ls"));
        assertTrue(fixture.terminal.written().startsWith("[\n  {\n    \"id\": \"" + FakeDaemon.ID), fixture.terminal.written());
        assertEquals("127.0.0.1:7000", fixture.daemon.dialled().getFirst().label());
    }

    @Test
    void quietPrintsIdsAlone() {
        Fixture fixture = pipe(idle());
        fixture.run("ls", "-q");
        assertEquals("7ccb28d\n", fixture.terminal.written());
    }

    @Test
    void yamlQuotesWhatWouldBeReadAsSomethingElse() {
        Fixture fixture = pipe(idle());
        fixture.run("ls", "-o", "yaml");
        assertEquals("""
                - id: "7ccb28d9-fd3d-4fe4-b28c-feef5f018f8b"
                  shortId: "7ccb28d"
                  name: a title
                  provider: demo
                  thinking: auto
                  status: idle
                  cwd: /code/tree
                  created: "1 hour ago"
                """, fixture.terminal.written());
    }

    @Test
    void headingsCanBeLeftOut() {
        Fixture fixture = pipe(idle());
        fixture.run("ls", "--no-headers");
        assertTrue(fixture.terminal.written().startsWith("7ccb28d       a title "), fixture.terminal.written());
    }

    @Test
    void headingsAreBoldForPeopleOnly() {
        Fixture fixture = new Fixture(home, FakeTerminal.person(), idle());
        fixture.run("ls");
        assertTrue(fixture.terminal.written().startsWith("\u001b[1mAGENT ID"), fixture.terminal.written());
        Fixture plain = new Fixture(home, FakeTerminal.person(), idle());
        plain.run("ls", "--no-color");
        assertFalse(plain.terminal.written().contains("\u001b"), plain.terminal.written());
    }

    @Test
    void emptyListHintsAtRunForPeopleOnly() {
        FakeDaemon empty = new FakeDaemon().answer("fetch_agents_request", "fetch_agents_response", asked -> Json.EMPTY);
        Fixture person = new Fixture(home, FakeTerminal.person(), empty);
        assertEquals(0, person.run("ls"));
        assertTrue(person.terminal.errors().contains("paseo run"), person.terminal.errors());
        Fixture pipe = pipe(empty);
        assertEquals(0, pipe.run("ls"));
        assertEquals("", pipe.terminal.written() + pipe.terminal.errors());
    }

    @Test
    void listAsksForActiveAgentsOrForAllAndForLabels() {
        Fixture fixture = pipe(idle());
        fixture.run("ls", "--label", "a=b");
        fixture.run("ls", "-a", "--thinking", "high");
        List<JsonObject> asked = fixture.daemon.received("fetch_agents_request");
        assertEquals("active", asked.getFirst().getString("scope"));
        assertEquals(Json.read("{\"labels\":{\"a\":\"b\"}}"), asked.getFirst().getJsonObject("filter"));
        assertFalse(asked.getLast().containsKey("scope"));
        assertEquals(Json.read("{\"includeArchived\":true,\"thinkingOptionId\":\"high\"}"), asked.getLast().getJsonObject("filter"));
    }

    @Test
    void namesOfAgentsCannotForgeLinesOrColours() {
        JsonObject evil = Json.object(FakeDaemon.snapshot("idle")).add("title", "x\n1234567  root\u001b[31m").build();
        Fixture fixture = pipe(new FakeDaemon().agent(evil));
        fixture.run("ls");
        assertEquals(2, fixture.terminal.written().lines().count());
        assertFalse(fixture.terminal.written().contains("\u001b"), fixture.terminal.written());
    }

    @Test
    void promptIsTakenAsItIs() {
        Fixture fixture = pipe(idle());
        assertEquals(0, fixture.run("run", "-d", "--provider", "demo", "@file", "costs", "${HOME}"));
        assertEquals("@file costs ${HOME}", fixture.daemon.received("create_agent_request").getFirst().getString("initialPrompt"));
    }

    @Test
    void refusedCreationIsAnError() {
        FakeDaemon daemon = idle().answer("create_agent_request", "status",
                asked -> Json.object().add("status", "agent_create_failed").add("error", "no worktrees yet").build());
        Fixture fixture = pipe(daemon);
        assertEquals(1, fixture.run("run", "--provider", "demo", "hi"));
        assertEquals("Error: Failed to create agent: no worktrees yet\n", fixture.terminal.errors());
    }

    @ParameterizedTest
    @CsvSource({"idle, 0", "error, 1", "permission, 2", "timeout, 124"})
    void exitStatusTellsHowTheAgentFares(String status, int exit) {
        FakeDaemon daemon = idle().answer("wait_for_finish_request", "wait_for_finish_response",
                asked -> Json.object().add("status", status).add("final", FakeDaemon.snapshot("idle")).build());
        assertEquals(exit, pipe(daemon).run("run", "--provider", "demo", "--exit-status", "hi"));
        assertEquals(exit, pipe(daemon).run("wait", "7ccb", "--exit-status"));
        assertEquals(exit, pipe(daemon).run("send", "7ccb", "--exit-status", "hi"));
        assertEquals(0, pipe(daemon).run("wait", "7ccb"));
    }

    @Test
    void onlyAvailableProviderIsTaken() {
        FakeDaemon daemon = providers("{\"provider\":\"demo\",\"status\":\"ready\"}",
                "{\"provider\":\"claude\",\"status\":\"unavailable\"}",
                "{\"provider\":\"off\",\"status\":\"ready\",\"enabled\":false}");
        assertEquals(0, pipe(daemon).run("run", "-d", "hi"));
        assertEquals("demo", daemon.received("create_agent_request").getFirst().getJsonObject("config").getString("provider"));
    }

    @Test
    void configuredProviderComesFirst() throws IOException {
        Files.writeString(home.resolve("config.json"), "{\"agents\":{\"default\":\"claude/opus\"}}");
        FakeDaemon daemon = providers("{\"provider\":\"demo\",\"status\":\"ready\"}");
        assertEquals(0, pipe(daemon).run("run", "-d", "hi"));
        JsonObject config = daemon.received("create_agent_request").getFirst().getJsonObject("config");
        assertEquals("claude opus", config.getString("provider") + " " + config.getString("model"));
    }

    @Test
    void severalProvidersAreListedWhenNoneIsNamed() {
        FakeDaemon daemon = providers("{\"provider\":\"demo\",\"status\":\"ready\"}", "{\"provider\":\"claude\",\"status\":\"ready\"}");
        Fixture fixture = pipe(daemon);
        assertEquals(1, fixture.run("run", "hi"));
        assertTrue(fixture.terminal.errors().contains("Available: demo, claude"), fixture.terminal.errors());
    }

    @Test
    void promptOfSendMayComeFromTheStandardInput() {
        FakeDaemon daemon = idle();
        Fixture fixture = new Fixture(home, FakeTerminal.pipe("from a pipe"), daemon);
        assertEquals(0, fixture.run("send", "7ccb", "--no-wait", "--prompt-file", "-"));
        assertEquals("from a pipe", daemon.received("send_agent_message_request").getFirst().getString("text"));
    }

    @Test
    void imagesAreSentWithTheirKind() throws IOException {
        Path image = Files.write(home.resolve("shot.PNG"), new byte[] {1, 2, 3});
        FakeDaemon daemon = idle();
        pipe(daemon).run("run", "-d", "--provider", "demo", "--image", image.toString(), "look");
        assertEquals(Json.read("{\"data\":\"AQID\",\"mimeType\":\"image/png\"}"),
                daemon.received("create_agent_request").getFirst().getJsonArray("images").getJsonObject(0));
    }

    @Test
    void answerOfTheAskedFormIsPrintedAlone() {
        FakeDaemon daemon = idle().answer("wait_for_finish_request", "wait_for_finish_response",
                asked -> Json.object().add("status", "idle")
                        .add("lastMessage", "Here:\n```json\n{\"n\": 3}\n```").build());
        Fixture fixture = pipe(daemon);
        String schema = "{\"type\":\"object\",\"required\":[\"n\"],\"properties\":{\"n\":{\"type\":\"integer\"}}}";
        assertEquals(0, fixture.run("run", "--provider", "demo", "--output-schema", schema, "count"));
        assertEquals("{\n  \"n\": 3\n}\n", fixture.terminal.written());
    }

    @Test
    void answerOfAnotherFormIsAskedForTwiceMoreAndThenRefused() {
        FakeDaemon daemon = idle().answer("wait_for_finish_request", "wait_for_finish_response",
                asked -> Json.object().add("status", "idle").add("lastMessage", "{\"n\": \"three\"}").build());
        Fixture fixture = pipe(daemon);
        String schema = "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}}}";
        assertEquals(1, fixture.run("run", "--json", "--provider", "demo", "--output-schema", schema, "count"));
        assertEquals("OUTPUT_SCHEMA_FAILED", Json.read(fixture.terminal.errors()).getJsonObject("error").getString("code"));
        assertEquals(2, daemon.received("send_agent_message_request").size());
    }

    @Test
    void pluginsAreListedWithAllTheyTell() {
        JsonObject plugin = Json.read("{\"id\":\"agent-demo\",\"version\":\"1\",\"kind\":\"agent\",\"state\":\"started\",\"reason\":null,"
                + "\"file\":\"plugins/agent-demo.jar\",\"sha256\":\"00ff\"}");
        FakeDaemon daemon = new FakeDaemon().answer("paseo/plugin/list", "paseo/plugin/list/response",
                asked -> Json.object().add("plugins", Json.array(List.of(plugin))).build());
        Fixture fixture = pipe(daemon);
        assertEquals(0, fixture.run("plugin", "ls", "--json"));
        assertEquals("{\"plugins\":" + fixture.terminal.written().replaceAll("\\s", "") + "}",
                Json.object().add("plugins", Json.array(List.of(plugin))).build().toString());
    }

    @Test
    void stoppingAllInterruptsOnlyThoseThatRun() {
        JsonObject idle = Json.object(FakeDaemon.snapshot("idle")).add("id", "00000000-0000-4000-8000-000000000000").build();
        List<JsonObject> entries = List.of(FakeDaemon.snapshot("running"), idle).stream()
                .map(agent -> Json.object().add("agent", agent).build()).toList();
        FakeDaemon daemon = new FakeDaemon()
                .answer("fetch_agents_request", "fetch_agents_response", asked -> Json.object().add("entries", Json.array(entries)).build())
                .answer("cancel_agent_request", "cancel_agent_response", asked -> Json.EMPTY);
        Fixture fixture = pipe(daemon);
        assertEquals(0, fixture.run("stop", "--all", "--json"));
        assertEquals(Json.object().add("stoppedCount", 1).add("agentIds", Json.texts(List.of(FakeDaemon.ID))).build(),
                Json.read(fixture.terminal.written()));
        assertEquals(1, daemon.received("cancel_agent_request").size());
    }

    @Test
    void worktreesNameTheirAgent() {
        FakeDaemon daemon = idle().answer("paseo_worktree_list_request", "paseo_worktree_list_response", asked -> Json.read(
                "{\"worktrees\":[{\"worktreePath\":\"/code/tree\",\"branchName\":\"main\"},"
                        + "{\"worktreePath\":\"/elsewhere/b\"}],\"error\":null}"));
        Fixture fixture = pipe(daemon);
        assertEquals(0, fixture.run("worktree", "ls", "--no-headers"));
        assertEquals(List.of("tree main /code/tree 7ccb28d", "b - /elsewhere/b -"),
                fixture.terminal.written().lines().map(line -> String.join(" ", line.trim().split(" +"))).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls", "run", "attach", "logs", "send", "wait", "stop", "delete", "inspect", "archive", "permit ls",
        "permit allow",
        "permit deny", "provider ls", "provider models", "agent mode", "agent update", "agent reload", "agent ls", "agent run",
        "agent archive",
        "plugin ls", "worktree ls", "daemon start", "daemon stop", "daemon restart", "daemon status", "start", "status", "restart"})
    void everyCommandExplainsItself(String name) {
        Fixture fixture = pipe(FakeDaemon.absent());
        assertEquals(0, fixture.run((name + " --help").split(" ")));
        assertTrue(fixture.terminal.written().startsWith("Usage: paseo " + name), fixture.terminal.written());
    }

    @Test
    void everyCommandIsInTheHelp() {
        Fixture fixture = pipe(FakeDaemon.absent());
        assertEquals(0, fixture.run("--help"));
        for (String name : List.of("run", "ls", "attach", "logs", "send", "wait", "stop", "inspect", "archive", "delete", "permit deny",
                "plugin ls")) {
            assertTrue(fixture.terminal.written().contains("  " + name + " "), name);
        }
    }

    @Test
    void versionIsPrintedWithoutADaemon() {
        Fixture fixture = pipe(FakeDaemon.absent());
        assertEquals(0, fixture.run("--version"));
        assertTrue(fixture.terminal.written().matches("\\d+\\.\\d+\\.\\d+\\S*\n"), fixture.terminal.written());
    }
}
