package sh.paseo.cli.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReconnectingConnectionTest {
    private static final Request CHANGE = Request.of("update_agent_request", Json.EMPTY);
    private static final Request LOOK = Request.of("fetch_agent_request", Json.EMPTY);

    @TempDir
    Path home;

    private final FakeNet net = new FakeNet();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private DaemonConnection connection;

    @BeforeEach
    void connect() {
        var locator = new DaemonLocator(Map.of(), home, new PaseoHome(home), net);
        connection = locator.connectToStay(Optional.of("127.0.0.1:7777"), Duration.ofSeconds(20));
        connection.listen(new DaemonListener() {
            @Override
            public void message(JsonObject message) {
                heard.add(message.getString("type"));
            }

            @Override
            public void reconnecting(String reason) {
                heard.add("reconnecting: " + reason);
            }

            @Override
            public void reconnected() {
                heard.add("reconnected");
            }

            @Override
            public void lost(String reason) {
                heard.add("lost: " + reason);
            }
        });
    }

    @AfterEach
    void close() {
        connection.close();
    }

    private CompletableFuture<JsonObject> ask(Request request) {
        var answer = new CompletableFuture<JsonObject>();
        connection.start(request, reply -> {
            try {
                answer.complete(reply.payload());
            } catch (CliException refused) {
                answer.completeExceptionally(refused);
            }
        });
        return answer;
    }

    private static String codeOf(CompletableFuture<?> failed) {
        return ((CliException) assertThrows(CompletionException.class, failed.orTimeout(50, TimeUnit.SECONDS)::join).getCause()).code();
    }

    private void back(int wires) {
        await().until(() -> net.ends.size() == wires && connection.reachable());
    }

    @Test
    void whatHasNoAnswerIsRepeatedInItsOrderAndWithItsIds() {
        var first = ask(CHANGE);
        var answered = ask(LOOK);
        var third = ask(CHANGE);
        List<JsonObject> asked = net.last().requests();
        net.last().say("fetch_agent_response", "{\"requestId\":\"" + asked.get(1).getString("requestId") + "\"}");
        answered.join();
        net.last().breaks();
        back(2);
        assertEquals(List.of(asked.get(0), asked.get(2)), net.last().requests());
        asked.forEach(request -> net.last().say("update_agent_response", "{\"requestId\":\"" + request.getString("requestId") + "\"}"));
        first.join();
        third.join();
        net.last().breaks();
        back(3);
        assertEquals(List.of(), net.last().requests());
    }

    @Test
    void whatIsAskedWhileAwayIsSentAfterwardsBehindWhatWasAskedBefore() {
        ask(LOOK);
        net.daemons = target -> Optional.empty();
        net.last().breaks();
        await().until(() -> !connection.reachable());
        ask(CHANGE);
        net.daemons = target -> Optional.of("srv_1");
        back(2);
        assertEquals(List.of("fetch_agent_request", "update_agent_request"),
                net.last().requests().stream().map(request -> request.getString("type")).toList());
    }

    @Test
    void listenersHearOfTheGapBeforeAnythingOfTheNextWire() {
        net.last().say("agent_stream", "{}");
        net.last().hangUp(1012, "restarting");
        back(2);
        net.last().say("agent_update", "{}");
        await().until(() -> heard.size() == 4);
        assertEquals(List.of("agent_stream", "reconnecting: The connection to the daemon was lost: restarting", "reconnected",
                "agent_update"), heard);
    }

    @Test
    void timeWithoutTheDaemonCountsOnlyWhenItIsToldTo() {
        net.daemons = target -> Optional.empty();
        net.last().breaks();
        await().until(() -> !connection.reachable());
        var patient = CompletableFuture.supplyAsync(() -> connection.request(LOOK.within(Duration.ofMillis(50))),
                Thread::startVirtualThread);
        var strict = CompletableFuture.supplyAsync(() -> connection.request(LOOK.atMost(Duration.ofMillis(300))),
                Thread::startVirtualThread);
        assertEquals("REQUEST_TIMEOUT", codeOf(strict));
        assertFalse(patient.isDone());
        connection.close();
        assertEquals("CONNECTION_LOST", codeOf(patient));
    }

    @Test
    void onlyAChangeThatWasSentIsInDoubtWhenItIsGivenUp() {
        connection.waitAtMost(Optional.of(Duration.ofSeconds(1)));
        var sentChange = ask(CHANGE);
        var sentLook = ask(LOOK);
        net.daemons = target -> Optional.empty();
        net.last().breaks();
        await().until(() -> !connection.reachable());
        var keptChange = ask(CHANGE);
        assertEquals("INTERRUPTED_UNKNOWN", codeOf(sentChange));
        assertEquals("CONNECTION_LOST", codeOf(sentLook));
        assertEquals("CONNECTION_LOST", codeOf(keptChange));
        await().until(() -> heard.getLast().startsWith("lost: "));
        assertEquals("CONNECTION_LOST", codeOf(ask(CHANGE)));
    }

    @Test
    void daemonThatSendsUsAwayIsNotCalledAgain() {
        net.last().hangUp(4401, "Password required");
        await().until(() -> heard.equals(List.of("lost: The connection to the daemon was lost: Password required")));
        assertEquals(1, net.dialled.size());
    }

    @Test
    void closingWhileAwayEndsAtOnce() {
        net.daemons = target -> Optional.empty();
        net.last().breaks();
        await().until(() -> net.dialled.size() >= 2);
        connection.close();
        await().until(() -> heard.getLast().startsWith("lost: "));
        int dialled = net.dialled.size();
        connection.close();
        assertEquals(dialled, net.dialled.size());
    }

    @Test
    void closingIsNoGap() {
        connection.close();
        await().until(() -> !heard.isEmpty());
        assertEquals(List.of("lost: The connection to the daemon was lost"), heard);
        assertTrue(net.last().closed);
    }

    @Test
    void connectionThatIsNotToStayEndsAsEver() {
        var locator = new DaemonLocator(Map.of(), home, new PaseoHome(home), net);
        DaemonConnection brief = locator.connect(Optional.of("127.0.0.1:7777"), Duration.ofSeconds(20));
        var change = new CompletableFuture<Reply>();
        brief.start(CHANGE, change::complete);
        net.last().breaks();
        assertEquals("CONNECTION_LOST", assertThrows(CliException.class, () -> change.join().payload()).code());
        assertEquals(2, net.dialled.size());
    }
}
