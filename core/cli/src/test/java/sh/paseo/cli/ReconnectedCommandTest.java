package sh.paseo.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.cli.client.Json;

/** What a program that runs a command gets when the connection breaks on the way. */
@Timeout(60)
class ReconnectedCommandTest {
    private static final String WAIT = "wait_for_finish_request";
    private static final String CREATE = "create_agent_request";
    private static final String SEND = "send_agent_message_request";

    @TempDir
    Path home;

    private Fixture fixture;
    private FakeDaemon daemon;
    private FakeTerminal terminal;

    @BeforeEach
    void agentAtWork() {
        daemon = new FakeDaemon().agent(FakeDaemon.snapshot("running")).take(WAIT);
        terminal = FakeTerminal.pipe();
        fixture = new Fixture(home, terminal, daemon);
    }

    private void finish() {
        daemon.settle(WAIT, "wait_for_finish_response",
                Json.object().add("status", "idle").add("final", FakeDaemon.snapshot("idle")).build());
    }

    private void away(String request) {
        await().until(() -> !daemon.received(request).isEmpty());
        int before = daemon.received(request).size();
        daemon.vanish();
        daemon.appear();
        await().until(() -> daemon.received(request).size() > before);
        List<JsonObject> all = daemon.received(request);
        assertEquals(all.get(before - 1), all.get(before), "it is repeated as it was");
    }

    @Test
    void runGoesOnWaitingAndPrintsNothingElse() {
        CompletableFuture<Integer> exit = fixture.start("run", "--provider", "demo", "-q", "hi");
        away(WAIT);
        finish();
        assertEquals(0, exit.join());
        assertEquals(FakeDaemon.ID + "\n", terminal.written());
        assertEquals("", terminal.errors());
        assertEquals(1, daemon.received(CREATE).size());
    }

    @Test
    void sendRepeatsThePromptWithItsIds() {
        daemon.take(SEND);
        CompletableFuture<Integer> exit = fixture.start("send", "--no-wait", "-q", "7ccb", "go on");
        away(SEND);
        daemon.settle(SEND, "send_agent_message_response", Json.object().add("accepted", true).build());
        assertEquals(0, exit.join());
        assertEquals("", terminal.errors());
    }

    @Test
    void waitGoesOnWaiting() {
        CompletableFuture<Integer> exit = fixture.start("wait", "7ccb");
        away(WAIT);
        finish();
        assertEquals(0, exit.join());
        assertTrue(terminal.written().contains("Agent is idle."), terminal.written());
        assertEquals("", terminal.errors());
    }

    @Test
    void waitWithALimitEndsThoughTheDaemonIsAway() {
        CompletableFuture<Integer> exit = fixture.start("wait", "7ccb", "--timeout", "1", "--exit-status");
        await().until(() -> !daemon.received(WAIT).isEmpty());
        daemon.vanish();
        assertEquals(ExitStatus.TIMEOUT, exit.join());
        assertTrue(terminal.written().contains("Timed out waiting for agent."), terminal.written());
    }

    @Test
    void logsFollowOnWithWhatHappenedMeanwhile() {
        daemon.answer("fetch_agent_timeline_request", "fetch_agent_timeline_response", asked -> Json.object()
                .add("entries", Json.array(List.of(Json.object().add("item", FakeDaemon.words("one")).build())))
                .add("endCursor", Json.object().add("epoch", FakeDaemon.EPOCH).add("seq", 1)).build());
        CompletableFuture<Integer> exit = fixture.start("logs", "-f", "7ccb");
        await().until(() -> terminal.written().contains("Following"));
        daemon.vanish();
        daemon.answer("fetch_agent_timeline_request", "fetch_agent_timeline_response", asked -> Json.object()
                .add("entries", Json.array(List.of(Json.object().add("item", FakeDaemon.words("two")).build())))
                .add("endCursor", Json.object().add("epoch", FakeDaemon.EPOCH).add("seq", 2)).build());
        daemon.appear();
        await().until(() -> terminal.written().endsWith("two\n"));
        daemon.row(2, FakeDaemon.words("two"));
        daemon.row(3, FakeDaemon.words("three"));
        await().until(() -> terminal.written().endsWith("---\n\ntwo\nthree\n"));
        terminal.interrupt();
        assertEquals(0, exit.join());
        assertEquals("", terminal.errors());
    }

    @Test
    void changeThatWasSentAndNeverAnsweredHasAnUnknownOutcome() {
        fixture.environment.put("PASEO_RECONNECT_LIMIT", "1");
        daemon.take(CREATE);
        CompletableFuture<Integer> exit = fixture.start("run", "--provider", "demo", "--json", "hi");
        await().until(() -> !daemon.received(CREATE).isEmpty());
        daemon.vanish();
        assertEquals(1, exit.join());
        JsonObject error = Json.read(terminal.errors()).getJsonObject("error");
        assertEquals("INTERRUPTED_UNKNOWN", error.getString("code"));
        assertEquals("Interrupted, outcome unknown: create_agent_request was sent and not answered."
                + " The connection to the daemon was lost and did not come back within 1 s: Connection refused",
                error.getString("message"));
    }

    @Test
    void waitingThatIsGivenUpLeavesNothingInDoubt() {
        fixture.environment.put("PASEO_RECONNECT_LIMIT", "1");
        CompletableFuture<Integer> exit = fixture.start("run", "--provider", "demo", "--json", "hi");
        await().until(() -> !daemon.received(WAIT).isEmpty());
        daemon.vanish();
        assertEquals(1, exit.join());
        assertEquals("WAIT_FAILED", Json.read(terminal.errors()).getJsonObject("error").getString("code"));
    }

    @Test
    void limitThatIsNoLengthOfTimeIsRefused() {
        fixture.environment.put("PASEO_RECONNECT_LIMIT", "soon");
        assertEquals(1, fixture.run("wait", "7ccb"));
        assertTrue(terminal.errors().contains("Invalid PASEO_RECONNECT_LIMIT: soon"), terminal.errors());
    }

    @Test
    void permissionsAnswerIsRepeatedUntilTheDaemonSaysThatItIsResolved() {
        JsonObject question = Json.object().add("id", "p1").add("name", "Bash").build();
        daemon.agent(Json.object(FakeDaemon.snapshot("running")).add("pendingPermissions", Json.array(List.of(question))).build());
        CompletableFuture<Integer> exit = fixture.start("permit", "allow", "7ccb");
        away("agent_permission_response");
        daemon.emit(FakeDaemon.message("agent_permission_resolved", Json.object().add("requestId", "p1").build()));
        assertEquals(0, exit.join());
        assertTrue(terminal.written().contains("allowed"), terminal.written());
    }

    @Test
    void shortCommandFailsAtOnceWhenTheDaemonIsNotThereAtTheStart() {
        assertEquals(1, new Fixture(home, terminal, FakeDaemon.absent()).run("ls"));
        assertTrue(terminal.errors().contains("Cannot connect to daemon"), terminal.errors());
    }
}
