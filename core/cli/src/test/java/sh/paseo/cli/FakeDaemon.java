package sh.paseo.cli;

import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import sh.paseo.api.transport.CloseReason;
import sh.paseo.cli.client.Dial;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.Target;
import sh.paseo.cli.client.Wire;

/** A daemon in memory that answers as a test tells it; what it was not told it answers with {@code rpc_error}, as the real one does. */
final class FakeDaemon implements Dial {
    static final String ID = "7ccb28d9-fd3d-4fe4-b28c-feef5f018f8b";
    static final String EPOCH = "0ff221cc-fa16-42fe-a07e-a477380fd098";

    private final Map<String, Function<JsonObject, JsonObject>> answers = new ConcurrentHashMap<>();
    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private final List<JsonObject> received = new CopyOnWriteArrayList<>();
    private final List<Target> dialled = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Optional<String>> toClient = new LinkedBlockingQueue<>();
    private volatile String refusal = "";
    private volatile String serverId = "srv_test";
    private volatile Optional<String> password = Optional.empty();
    private volatile Optional<CloseReason> farewell = Optional.empty();

    /** Nobody listens. */
    static FakeDaemon absent() {
        var daemon = new FakeDaemon();
        daemon.refusal = "Connection refused";
        return daemon;
    }

    /** From now on somebody listens. */
    void appear() {
        refusal = "";
    }

    /** Goes away: connections break and nobody listens, until it {@linkplain #appear appears}. */
    void vanish() {
        int before = dialled.size();
        refusal = "Connection refused";
        hangUp();
        await().until(() -> dialled.size() > before);
    }

    /** From now on it is another daemon. */
    void becomes(String id) {
        serverId = id;
    }

    /** From now on it asks for this password. */
    FakeDaemon guarded(String word) {
        password = Optional.of(word);
        return this;
    }

    /** Answers a request type with a message of the given type; the request id is added to the payload. */
    FakeDaemon answer(String request, String reply, Function<JsonObject, JsonObject> payload) {
        answers.put(request, asked -> message(reply, withId(payload.apply(asked), asked)));
        return this;
    }

    /** Takes a request and leaves the answer to the test, which calls {@link #emit}. */
    FakeDaemon take(String request) {
        taken.add(request);
        return this;
    }

    /** Answers such requests again as told. */
    void release(String request) {
        taken.remove(request);
    }

    /** The usual answers for one agent in this state. */
    FakeDaemon agent(JsonObject snapshot) {
        answer("fetch_agents_request", "fetch_agents_response",
                asked -> Json.object().add("entries", Json.array(List.of(Json.object().add("agent", snapshot).build()))).build());
        answer("fetch_agent_request", "fetch_agent_response", asked -> Json.object().add("agent", snapshot).addNull("error").build());
        answer("create_agent_request", "status", asked -> Json.object().add("status", "agent_created").add("agent", snapshot).build());
        answer("send_agent_message_request", "send_agent_message_response",
                asked -> Json.object().add("accepted", true).addNull("error").build());
        return answer("fetch_agent_timeline_request", "fetch_agent_timeline_response",
                asked -> Json.object().add("entries", Json.array(List.of())).addNull("error").build());
    }

    static JsonObject snapshot(String status) {
        return Json.object().add("id", ID).add("provider", "demo").add("cwd", "/code/tree").add("status", status).add("title", "a title")
                .add("createdAt", "2026-11-22T07:00:00.000Z").add("labels", Json.EMPTY).add("pendingPermissions", Json.array(List.of()))
                .build();
    }

    @Override
    public Wire dial(Target target, Duration timeout) throws IOException {
        dialled.add(target);
        if (!refusal.isEmpty()) {
            throw new IOException(refusal);
        }
        toClient.clear();
        Optional<String> given = target instanceof Target.Tcp tcp ? tcp.password() : Optional.empty();
        farewell = password.isEmpty() || password.equals(given) ? Optional.empty()
                : Optional.of(new CloseReason(4401, given.isEmpty() ? "Password required" : "Incorrect password"));
        return new End();
    }

    List<Target> dialled() {
        return dialled;
    }

    /** What was received of this type, oldest first. */
    List<JsonObject> received(String type) {
        return received.stream().filter(message -> Json.text(message, "type").orElse("").equals(type)).toList();
    }

    /** Sends a message to the client. */
    void emit(JsonObject message) {
        toClient.add(Optional.of(Json.object().add("type", "session").add("message", message).build().toString()));
    }

    /** Answers the latest request of this type. */
    void settle(String request, String reply, JsonObject payload) {
        emit(message(reply, withId(payload, received(request).getLast())));
    }

    /** Sends a stream event of the agent without a place in the timeline. */
    void event(JsonObject event) {
        emit(message("agent_stream", Json.object().add("agentId", ID).add("event", event).build()));
    }

    /** Sends a row of the agent's timeline. */
    void row(long seq, JsonObject item) {
        JsonObject event = Json.object().add("type", "timeline").add("provider", "demo").add("item", item).build();
        emit(message("agent_stream", Json.object().add("agentId", ID).add("event", event).add("seq", seq).add("epoch", EPOCH).build()));
    }

    /** Closes the connection. */
    void hangUp() {
        toClient.add(Optional.empty());
    }

    static JsonObject words(String text) {
        return Json.object().add("type", "assistant_message").add("text", text).build();
    }

    static JsonObject message(String type, JsonObject payload) {
        return Json.object().add("type", type).add("payload", payload).build();
    }

    private static JsonObject withId(JsonObject payload, JsonObject asked) {
        return Json.object(payload).add("requestId", Json.value(asked, "requestId")).build();
    }

    private void hear(String text) {
        JsonObject envelope = Json.read(text);
        if (farewell.isPresent()) {
            hangUp();
            return;
        }
        if (Json.text(envelope, "type").orElse("").equals("hello")) {
            received.add(envelope);
            emit(message("status", Json.object().add("status", "server_info").add("serverId", serverId).add("version", "0.1.0").build()));
            return;
        }
        JsonObject asked = Json.child(envelope, "message");
        received.add(asked);
        String type = Json.text(asked, "type").orElse("");
        if (taken.contains(type)) {
            return;
        }
        if (answers.containsKey(type)) {
            emit(answers.get(type).apply(asked));
        } else if (asked.containsKey("requestId") && !type.equals("agent_permission_response")) {
            emit(message("rpc_error",
                    withId(Json.object().add("error", "Not supported: " + type).add("code", "unsupported").build(), asked)));
        }
    }

    private final class End implements Wire {
        @Override
        public void send(String text) {
            hear(text);
        }

        @Override
        public Optional<String> receive() {
            try {
                return toClient.take();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }

        @Override
        public Optional<CloseReason> farewell() {
            return farewell;
        }

        @Override
        public void close() {
            hangUp();
        }
    }
}
