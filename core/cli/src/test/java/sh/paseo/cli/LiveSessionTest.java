package sh.paseo.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.cli.client.Json;

/** What a person at a terminal sees and can do while an agent works. */
@Timeout(30)
class LiveSessionTest {
    private static final String WAIT = "wait_for_finish_request";
    private static final String CANCEL = "cancel_agent_request";
    private static final String ANSWER = "agent_permission_response";

    @TempDir
    Path home;

    private Fixture fixture;
    private FakeDaemon daemon;
    private FakeTerminal terminal;

    @BeforeEach
    void agentAtWork() {
        daemon = new FakeDaemon().agent(FakeDaemon.snapshot("running")).take(WAIT).take(CANCEL);
        terminal = FakeTerminal.person();
        fixture = new Fixture(home, terminal, daemon);
    }

    private CompletableFuture<Integer> run(String... more) {
        String[] words = new String[4 + more.length];
        List.of("run", "--provider", "demo", "hi").toArray(words);
        System.arraycopy(more, 0, words, 4, more.length);
        CompletableFuture<Integer> exit = fixture.start(words);
        await().until(() -> !daemon.received(WAIT).isEmpty());
        return exit;
    }

    private void finish(String status) {
        daemon.settle(WAIT, "wait_for_finish_response",
                Json.object().add("status", status).add("final", FakeDaemon.snapshot("idle"))
                        .add("error", status.equals("error") ? "no luck" : "").build());
    }

    private void ask(JsonObject request) {
        daemon.event(Json.object().add("type", "permission_requested").add("provider", "demo").add("request", request).build());
        await().until(() -> terminal.written().endsWith("> "));
    }

    private void resolved(String id) {
        daemon.event(Json.object().add("type", "permission_resolved").add("requestId", id)
                .add("resolution", Json.object().add("behavior", "allow")).build());
    }

    private static JsonObject request(String id) {
        return Json.object().add("id", id).add("name", "Bash").add("kind", "tool").add("description", "Run a command")
                .add("input", Json.object().add("command", "rm -r build")).build();
    }

    @Test
    void wordsAreShownAsTheyComeAndTheOwnPromptIsNotRepeated() {
        CompletableFuture<Integer> exit = run();
        daemon.row(1, Json.object().add("type", "user_message").add("text", "hi").build());
        daemon.row(2, FakeDaemon.words("Hel"));
        daemon.row(3, FakeDaemon.words("lo"));
        finish("idle");
        assertEquals(0, exit.join());
        assertEquals("Hello\n", terminal.written());
        assertTrue(terminal.errors().contains("Agent 7ccb28d is done."), terminal.errors());
    }

    @Test
    void rowThatWasMissedIsFetched() {
        daemon.answer("fetch_agent_timeline_request", "fetch_agent_timeline_response", asked -> {
            assertEquals(1, asked.getJsonObject("cursor").getInt("seq"));
            JsonObject entry = Json.object().add("item", FakeDaemon.words("two, three")).build();
            return Json.object().add("entries", Json.array(List.of(entry)))
                    .add("endCursor", Json.object().add("epoch", FakeDaemon.EPOCH).add("seq", 3)).build();
        });
        CompletableFuture<Integer> exit = run();
        daemon.row(1, FakeDaemon.words("one, "));
        daemon.row(3, FakeDaemon.words(" three"));
        daemon.row(3, FakeDaemon.words(" three"));
        daemon.row(4, FakeDaemon.words(", four"));
        finish("idle");
        exit.join();
        assertEquals("one, two, three, four\n", terminal.written());
    }

    @Test
    void permissionIsAskedInPlaceAndAllowed() {
        CompletableFuture<Integer> exit = run();
        daemon.row(1, FakeDaemon.words("Cleaning up."));
        ask(request("p1"));
        assertTrue(terminal.written().contains("[Permission] Bash\n  Run a command\n  rm -r build\n"), terminal.written());
        assertFalse(terminal.written().contains("al[w]ays"), terminal.written());
        terminal.type("a");
        await().until(() -> !daemon.received(ANSWER).isEmpty());
        JsonObject answer = daemon.received(ANSWER).getFirst();
        assertEquals("p1", answer.getString("requestId"));
        assertEquals(Json.object().add("behavior", "allow").build(), answer.getJsonObject("response"));
        resolved("p1");
        finish("idle");
        assertEquals(0, exit.join());
    }

    @Test
    void alwaysSendsTheSuggestionsBack() {
        CompletableFuture<Integer> exit = run();
        JsonValue rules = Json.array(List.of(Json.object().add("type", "addRules").build()));
        ask(Json.object(request("p1")).add("suggestions", rules).build());
        terminal.type("w");
        await().until(() -> !daemon.received(ANSWER).isEmpty());
        assertEquals(Json.object().add("behavior", "allow").add("updatedPermissions", rules).build(),
                daemon.received(ANSWER).getFirst().getJsonObject("response"));
        resolved("p1");
        finish("idle");
        exit.join();
    }

    @Test
    void denyAndSayWhyAsksForTheReason() {
        CompletableFuture<Integer> exit = run();
        ask(request("p1"));
        terminal.type("y");
        await().until(() -> terminal.written().endsWith("Why not? > "));
        terminal.type("keep it");
        await().until(() -> !daemon.received(ANSWER).isEmpty());
        assertEquals(Json.object().add("behavior", "deny").add("message", "keep it").build(),
                daemon.received(ANSWER).getFirst().getJsonObject("response"));
        resolved("p1");
        finish("idle");
        exit.join();
    }

    @Test
    void permissionAnsweredElsewhereLeavesTheScreen() {
        CompletableFuture<Integer> exit = run();
        ask(request("p1"));
        resolved("p1");
        await().until(() -> terminal.written().endsWith("(answered elsewhere)\n"));
        finish("idle");
        exit.join();
        assertEquals(List.of(), daemon.received(ANSWER));
    }

    @Test
    void waitingGoesOnBehindAPermission() {
        CompletableFuture<Integer> exit = run();
        JsonObject asking = Json.object(FakeDaemon.snapshot("running")).add("pendingPermissions", Json.array(List.of(request("p1"))))
                .build();
        daemon.settle(WAIT, "wait_for_finish_response", Json.object().add("status", "permission").add("final", asking).build());
        await().until(() -> terminal.written().endsWith("> "));
        terminal.type("d");
        await().until(() -> !daemon.received(ANSWER).isEmpty());
        assertEquals(1, daemon.received(WAIT).size());
        resolved("p1");
        await().until(() -> daemon.received(WAIT).size() == 2);
        finish("idle");
        assertEquals(0, exit.join());
    }

    @Test
    void answerThatTheDaemonDidNotTakeIsAskedAgain() {
        CompletableFuture<Integer> exit = run();
        ask(request("p1"));
        terminal.type("a");
        await().until(() -> !daemon.received(ANSWER).isEmpty());
        daemon.emit(FakeDaemon.message("rpc_error", Json.object().add("requestId", "p1").add("error", "not now").build()));
        await().until(() -> terminal.written().contains("did not take the answer: not now") && terminal.written().endsWith("> "));
        terminal.type("d");
        await().until(() -> daemon.received(ANSWER).size() == 2);
        resolved("p1");
        finish("idle");
        exit.join();
    }

    @Test
    void fileToBeWrittenIsShownAsText() {
        CompletableFuture<Integer> exit = run();
        ask(Json.object(request("p1"))
                .add("detail", Json.object().add("type", "write").add("filePath", "/a/b.md").add("content", "one\ntwo")).build());
        assertTrue(terminal.written().contains("\n  /a/b.md\n  one\n  two\n"), terminal.written());
        terminal.type("a");
        await().until(() -> !daemon.received(ANSWER).isEmpty());
        resolved("p1");
        finish("idle");
        exit.join();
    }

    @Test
    void questionIsAnsweredWithTheChosenLabel() {
        CompletableFuture<Integer> exit = run();
        JsonObject question = Json.read("""
                {"questions":[{"question":"Which colour?","header":"Colour","options":[{"label":"red"},{"label":"blue"}]}]}""");
        ask(Json.object().add("id", "q1").add("name", "AskUserQuestion").add("kind", "question").add("input", question).build());
        terminal.type("2");
        await().until(() -> !daemon.received(ANSWER).isEmpty());
        JsonObject input = daemon.received(ANSWER).getFirst().getJsonObject("response").getJsonObject("updatedInput");
        assertEquals("blue", input.getJsonObject("answers").getString("Colour"));
        assertTrue(input.containsKey("questions"), input.toString());
        resolved("q1");
        finish("idle");
        exit.join();
    }

    @Test
    void firstCtrlCInterruptsTheTurnAndTheCommandEndsWithIt() {
        CompletableFuture<Integer> exit = run();
        terminal.interrupt();
        await().until(() -> !daemon.received(CANCEL).isEmpty());
        daemon.event(Json.object().add("type", "turn_canceled").add("reason", "interrupted").build());
        finish("idle");
        assertEquals(0, exit.join());
        assertTrue(terminal.written().contains("[Interrupted]"), terminal.written());
        assertTrue(terminal.errors().contains("Agent 7ccb28d was interrupted."), terminal.errors());
    }

    @Test
    void secondCtrlCDetachesAndSaysHowToComeBack() {
        CompletableFuture<Integer> exit = run();
        terminal.interrupt();
        terminal.interrupt();
        assertEquals(0, exit.join());
        assertTrue(terminal.errors().contains("Come back with: paseo attach 7ccb28d"), terminal.errors());
    }

    @Test
    void detachingFromAnOpenPermissionIsTellableByTheExitCode() {
        CompletableFuture<Integer> exit = run("--exit-status");
        ask(request("p1"));
        terminal.type("t");
        assertEquals(2, exit.join());
        assertEquals(List.of(), daemon.received(ANSWER));
    }

    @Test
    void failedTurnIsTellableByTheExitCode() {
        CompletableFuture<Integer> exit = run("--exit-status");
        finish("error");
        assertEquals(1, exit.join());
        assertTrue(terminal.errors().contains("failed: no luck"), terminal.errors());
    }

    @Test
    void limitOfTimeLeavesTheAgentRunning() {
        CompletableFuture<Integer> exit = run("--exit-status", "--wait-timeout", "1");
        assertEquals(124, exit.join());
        assertEquals(List.of(), daemon.received(CANCEL));
    }

    @Test
    void attachAsksForThePermissionThatIsOpenAlready() {
        daemon.agent(Json.object(FakeDaemon.snapshot("running")).add("pendingPermissions", Json.array(List.of(request("p1")))).build());
        CompletableFuture<Integer> exit = fixture.start("attach", "7ccb");
        await().until(() -> terminal.written().endsWith("> "));
        terminal.type("a");
        await().until(() -> !daemon.received(ANSWER).isEmpty());
        resolved("p1");
        daemon.event(Json.object().add("type", "turn_completed").build());
        daemon.row(9, FakeDaemon.words("Bye."));
        await().until(() -> terminal.written().endsWith("Bye."));
        terminal.interrupt();
        assertEquals(0, exit.join());
        assertEquals(List.of(), daemon.received(CANCEL));
    }

    @Test
    void sendShowsOnlyWhatComesBehindThePrompt() {
        JsonObject old = Json.object().add("item", FakeDaemon.words("old words")).build();
        daemon.answer("fetch_agent_timeline_request", "fetch_agent_timeline_response",
                asked -> Json.object().add("entries", Json.array(List.of(old)))
                        .add("endCursor", Json.object().add("epoch", FakeDaemon.EPOCH).add("seq", 5)).build());
        CompletableFuture<Integer> exit = fixture.start("send", "7ccb", "go", "on");
        await().until(() -> !daemon.received(WAIT).isEmpty());
        assertEquals("go on", daemon.received("send_agent_message_request").getFirst().getString("text"));
        daemon.row(5, FakeDaemon.words("old words"));
        daemon.row(6, Json.object().add("type", "user_message").add("text", "go on").build());
        daemon.row(7, FakeDaemon.words("new words"));
        finish("idle");
        exit.join();
        assertEquals("new words\n", terminal.written());
    }
}
