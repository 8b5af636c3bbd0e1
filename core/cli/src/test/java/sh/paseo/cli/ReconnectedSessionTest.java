package sh.paseo.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.cli.client.Json;

/** What a person at a terminal sees when the connection breaks while an agent works. */
@Timeout(60)
class ReconnectedSessionTest {
    private static final String WAIT = "wait_for_finish_request";
    private static final String ANSWER = "agent_permission_response";
    private static final String TIMELINE = "fetch_agent_timeline_request";
    private static final String FETCH = "fetch_agent_request";

    @TempDir
    Path home;

    private Fixture fixture;
    private FakeDaemon daemon;
    private FakeTerminal terminal;

    @BeforeEach
    void agentAtWork() {
        daemon = new FakeDaemon().agent(FakeDaemon.snapshot("running")).take(WAIT);
        terminal = FakeTerminal.person();
        fixture = new Fixture(home, terminal, daemon);
    }

    private CompletableFuture<Integer> run(String... more) {
        CompletableFuture<Integer> exit = fixture
                .start(Stream.concat(Stream.of("run", "--provider", "demo", "hi"), Stream.of(more)).toArray(String[]::new));
        await().until(() -> !daemon.received(WAIT).isEmpty());
        return exit;
    }

    private void finish() {
        daemon.settle(WAIT, "wait_for_finish_response",
                Json.object().add("status", "idle").add("final", FakeDaemon.snapshot("idle")).build());
    }

    /** From now on the timeline holds these rows behind the first one. */
    private void timeline(String... words) {
        List<JsonObject> entries = new ArrayList<>();
        for (String word : words) {
            entries.add(Json.object().add("item", FakeDaemon.words(word)).build());
        }
        daemon.answer(TIMELINE, "fetch_agent_timeline_response", asked -> {
            assertEquals(1, asked.getJsonObject("cursor").getInt("seq"));
            return Json.object().add("entries", Json.array(entries))
                    .add("endCursor", Json.object().add("epoch", FakeDaemon.EPOCH).add("seq", 1 + words.length)).build();
        });
    }

    private static JsonObject question(String id) {
        return Json.object().add("id", id).add("name", "Bash " + id).add("kind", "tool")
                .add("input", Json.object().add("command", "rm -r build")).build();
    }

    private void ask(String id) {
        daemon.event(Json.object().add("type", "permission_requested").add("request", question(id)).build());
        await().until(() -> terminal.written().contains("[Permission] Bash " + id) && terminal.written().endsWith("> "));
    }

    private void standing(String status, JsonObject... questions) {
        daemon.answer(FETCH, "fetch_agent_response", asked -> Json.object()
                .add("agent", Json.object(FakeDaemon.snapshot(status)).add("pendingPermissions", Json.array(List.of(questions))))
                .addNull("error").build());
    }

    private void back() {
        int before = daemon.received(FETCH).size();
        daemon.appear();
        // The longer it was away, the longer the pause before the next try.
        await().atMost(Duration.ofSeconds(40)).until(() -> daemon.received(FETCH).size() > before);
    }

    private long linesAboutTheGap() {
        return terminal.errors().lines().filter(line -> line.startsWith("Connection lost")).count();
    }

    @Test
    void streamGoesOnBehindOneLineAndEveryRowIsShownOnce() {
        CompletableFuture<Integer> exit = run();
        daemon.row(1, FakeDaemon.words("one, "));
        await().until(() -> terminal.written().endsWith("one, "));
        daemon.vanish();
        timeline("two, ", "three, ");
        back();
        daemon.row(3, FakeDaemon.words("three, "));
        daemon.row(4, FakeDaemon.words("four"));
        await().until(() -> daemon.received(WAIT).size() == 2);
        finish();
        assertEquals(0, exit.join());
        assertEquals("one, \ntwo, three, four\n", terminal.written());
        assertEquals(1, linesAboutTheGap(), terminal.errors());
        assertEquals(1, daemon.received("create_agent_request").size());
        assertEquals(daemon.received(WAIT).get(0), daemon.received(WAIT).get(1));
        assertTrue(terminal.errors().contains("is done"), terminal.errors());
    }

    @Test
    void endThatCameWhileAwayIsToldBehindTheRowsBeforeIt() {
        CompletableFuture<Integer> exit = run();
        daemon.row(1, FakeDaemon.words("one, "));
        await().until(() -> terminal.written().endsWith("one, "));
        daemon.vanish();
        daemon.answer(WAIT, "wait_for_finish_response", asked -> Json.object().add("status", "idle").build()).release(WAIT);
        daemon.take(TIMELINE);
        back();
        await().until(() -> daemon.received(WAIT).size() == 2);
        assertFalse(exit.isDone());
        daemon.settle(TIMELINE, "fetch_agent_timeline_response",
                Json.object().add("entries", Json.array(List.of(Json.object().add("item", FakeDaemon.words("two")).build())))
                        .add("endCursor", Json.object().add("epoch", FakeDaemon.EPOCH).add("seq", 2)).build());
        assertEquals(0, exit.join());
        assertEquals("one, \ntwo\n", terminal.written());
    }

    @Test
    void longGapIsToldWhileItLastsInTheSameLine() {
        CompletableFuture<Integer> exit = run();
        daemon.vanish();
        await().until(() -> terminal.errors().endsWith("Connection lost, reconnecting (Ctrl-C to leave)... "));
        back();
        await().until(() -> terminal.errors().matches("(?s).*\\.\\.\\. back after [\\d.]+ s\\.\n"));
        assertEquals(1, linesAboutTheGap());
        finish();
        exit.join();
    }

    @Test
    void ctrlCWhileAwayDetachesAtOnce() {
        CompletableFuture<Integer> exit = run();
        daemon.vanish();
        terminal.interrupt();
        assertEquals(0, exit.join());
        assertTrue(terminal.errors().contains("Come back with: paseo attach 7ccb28d"), terminal.errors());
        assertEquals(List.of(), daemon.received("cancel_agent_request"));
    }

    @Test
    void ctrlCEndsACommandWhoseFirstRequestIsNotAnsweredBecauseTheDaemonWentAway() {
        daemon.take("create_agent_request");
        CompletableFuture<Integer> exit = fixture.start("run", "--provider", "demo", "hi");
        await().until(() -> !daemon.received("create_agent_request").isEmpty());
        daemon.vanish();
        terminal.interrupt();
        assertEquals(1, exit.join());
        assertTrue(terminal.errors().contains("Interrupted, outcome unknown: create_agent_request was sent and not answered"),
                terminal.errors());
    }

    @Test
    void permissionThatWasAskedWhileAwayIsAsked() {
        CompletableFuture<Integer> exit = run();
        daemon.vanish();
        standing("running", question("p1"));
        back();
        await().until(() -> terminal.written().contains("[Permission] Bash p1") && terminal.written().endsWith("> "));
        terminal.type("a");
        await().until(() -> daemon.received(ANSWER).size() == 1);
        daemon.emit(FakeDaemon.message("agent_permission_resolved", Json.object().add("requestId", "p1").build()));
        finish();
        assertEquals(0, exit.join());
    }

    @Test
    void permissionThatWasAnsweredElsewhereWhileAwayLeavesTheScreen() {
        CompletableFuture<Integer> exit = run();
        ask("p1");
        daemon.vanish();
        standing("running");
        back();
        await().until(() -> terminal.written().endsWith("(answered elsewhere)\n"));
        finish();
        assertEquals(0, exit.join());
    }

    @Test
    void permissionThatIsStillOpenIsPutAgainBehindTheLine() {
        CompletableFuture<Integer> exit = run();
        ask("p1");
        daemon.vanish();
        standing("running", question("p1"));
        back();
        await().until(() -> terminal.written().split("\\[Permission] Bash p1", -1).length == 3);
        terminal.type("d");
        await().until(() -> daemon.received(ANSWER).size() == 1);
        daemon.emit(FakeDaemon.message("agent_permission_resolved", Json.object().add("requestId", "p1").build()));
        finish();
        assertEquals(0, exit.join());
    }

    @Test
    void answerThatMayNotHaveArrivedIsSentAgain() {
        CompletableFuture<Integer> exit = run();
        ask("p1");
        terminal.type("a");
        await().until(() -> daemon.received(ANSWER).size() == 1);
        daemon.vanish();
        standing("running", question("p1"));
        back();
        await().until(() -> daemon.received(ANSWER).size() == 2);
        assertEquals(daemon.received(ANSWER).get(0), daemon.received(ANSWER).get(1));
        daemon.emit(FakeDaemon.message("agent_permission_resolved", Json.object().add("requestId", "p1").build()));
        finish();
        assertEquals(0, exit.join());
        assertEquals(2, terminal.written().split("\\[Permission]", -1).length);
    }

    @Test
    void answerGivenWhileAwayIsDeliveredAfterwards() {
        CompletableFuture<Integer> exit = run();
        ask("p1");
        daemon.vanish();
        terminal.type("a");
        standing("running", question("p1"));
        back();
        await().until(() -> daemon.received(ANSWER).size() == 1);
        daemon.emit(FakeDaemon.message("agent_permission_resolved", Json.object().add("requestId", "p1").build()));
        finish();
        assertEquals(0, exit.join());
    }

    @Test
    void questionThatWasAnsweredWhileAwayIsNotPutAgainByAnAnswerThatCameBefore() {
        CompletableFuture<Integer> exit = run();
        ask("p1");
        daemon.vanish();
        terminal.type("a");
        daemon.take(FETCH);
        back();
        await().until(() -> daemon.received(ANSWER).size() == 1 && daemon.received(WAIT).size() == 2);
        daemon.settle(WAIT, "wait_for_finish_response", Json.object().add("status", "permission")
                .add("final", Json.object(FakeDaemon.snapshot("running")).add("pendingPermissions", Json.array(List.of(question("p1")))))
                .build());
        daemon.emit(FakeDaemon.message("agent_permission_resolved", Json.object().add("requestId", "p1").build()));
        daemon.settle(FETCH, "fetch_agent_response", Json.object().add("agent", FakeDaemon.snapshot("running")).addNull("error").build());
        await().until(() -> daemon.received(WAIT).size() == 3);
        finish();
        assertEquals(0, exit.join());
        assertEquals(2, terminal.written().split("\\[Permission]", -1).length, terminal.written());
    }

    @Test
    void lineAboutALongGapThatWasLeftForAnAnswerEndsInItsOwn() {
        CompletableFuture<Integer> exit = run();
        ask("p1");
        daemon.vanish();
        await().until(() -> terminal.errors().endsWith("Connection lost, reconnecting (Ctrl-C to leave)... "));
        terminal.type("a");
        standing("running", question("p1"));
        back();
        await().until(() -> daemon.received(ANSWER).size() == 1);
        daemon.emit(FakeDaemon.message("agent_permission_resolved", Json.object().add("requestId", "p1").build()));
        daemon.settle(WAIT, "wait_for_finish_response", Json.object().add("status", "idle").build());
        assertEquals(0, exit.join());
        assertEquals(1, linesAboutTheGap());
        assertTrue(terminal.errors().matches("(?s).*\\.\\.\\. \nBack after [\\d.]+ s\\.\n.*"), terminal.errors());
    }

    @Test
    void anotherDaemonInTheSamePlaceIsNotTakenForTheFirst() {
        fixture.environment.put("PASEO_HOST", "127.0.0.1:7777");
        CompletableFuture<Integer> exit = run();
        daemon.vanish();
        daemon.becomes("srv_other");
        daemon.appear();
        assertEquals(1, exit.join());
        assertTrue(terminal.errors().contains("Another daemon answers at 127.0.0.1:7777 now: srv_other, not srv_test"), terminal.errors());
    }

    @Test
    void attachedAgentThatIsGoneAfterwardsIsAnError() {
        CompletableFuture<Integer> exit = fixture.start("attach", "7ccb");
        await().until(() -> terminal.written().contains("Attaching") && !daemon.received(TIMELINE).isEmpty());
        daemon.vanish();
        daemon.answer(FETCH, "fetch_agent_response", asked -> Json.object().addNull("agent").add("error", "Agent not found").build());
        back();
        assertEquals(1, exit.join());
        assertTrue(terminal.errors().contains("Agent not found"), terminal.errors());
    }
}
