package sh.paseo.daemon.gateway;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sh.paseo.engine.KnownRequest;
import sh.paseo.engine.RequestKey;
import sh.paseo.protocol.Request;
import sh.paseo.protocol.connection.ConnectionRequest;
import sh.paseo.protocol.connection.Greeting;

@Timeout(60)
class RepeatedRequestsTest {
    private static final byte[] DONE = "done".getBytes(StandardCharsets.UTF_8);

    private final KeptAnswers store = new KeptAnswers();
    private final RepeatedRequests repeats = new RepeatedRequests(store, (agent, request) -> Optional.empty());
    private final ClientSession session = new ClientSession("LOOPBACK/LOOPBACK/c1",
            new Greeting("c1", "cli", 1, Optional.empty(), Optional.empty()));
    private final List<String> ran = new CopyOnWriteArrayList<>();

    private static Request request(String id) {
        return new ConnectionRequest.Restart(Optional.of(id), Optional.empty());
    }

    private CompletableFuture<byte[]> once(String id) {
        return repeats.once(session, request(id), key -> {
            ran.add(id);
            return CompletableFuture.completedFuture(DONE);
        });
    }

    @Test
    void whatComesBehindARepeatDoesNotOvertakeWhatIsRepeated() {
        CompletableFuture<Optional<KnownRequest>> slow = store.hold(new RequestKey(session.key(), "first"));
        Thread oldSocket = Thread.startVirtualThread(() -> once("first"));
        await().until(() -> store.asked.contains("first"));
        Thread newSocket = Thread.startVirtualThread(() -> {
            once("first");
            once("second");
        });
        await().until(() -> newSocket.getState() == Thread.State.WAITING);
        assertEquals(List.of(), ran);
        slow.complete(Optional.empty());
        await().until(() -> !oldSocket.isAlive() && !newSocket.isAlive());
        assertEquals(List.of("first", "second"), ran);
    }

    @Test
    void whatEndsTheDaemonIsKeptBeforeItDoes() {
        repeats.before(session, request("r1"), DONE, () -> ran.add("kept " + store.answers.keySet().size()));
        assertArrayEquals(DONE, repeats.before(session, request("r1"), DONE, () -> ran.add("again")).join());
        assertEquals(List.of("kept 1"), ran);
    }

    @Test
    void aRequestThatFailedMayBeRepeated() {
        CompletableFuture<byte[]> failed = repeats.once(session, request("r1"),
                key -> CompletableFuture.failedFuture(new IllegalStateException("not now")));
        assertEquals("not now", assertThrows(CompletionException.class, failed::join).getCause().getMessage());
        assertArrayEquals(DONE, once("r1").join());
    }

    @Test
    void aStoreThatCannotLookFailsTheRequestAndNotTheNext() {
        store.hold(new RequestKey(session.key(), "r1")).completeExceptionally(new IllegalStateException("no disk"));
        assertThrows(CompletionException.class, () -> once("r1").join());
        assertArrayEquals(DONE, once("r2").join());
    }
}
