package sh.paseo.cli.client;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A conversation with a daemon: hello, requests with their answers, events.
 *
 * <p><b>Thread:</b> any thread may call any method; answers and events arrive on the connection's own reader thread, in order.
 *
 * <p><b>Errors:</b> {@link CliException}; its code is that of {@code rpc_error}, or {@code REQUEST_TIMEOUT}, {@code CONNECTION_LOST},
 * {@code DAEMON_NOT_RUNNING}.
 *
 * <p><b>Source:</b> spec/wire/01 §4, §5; spec/wire/03.
 */
public final class DaemonConnection implements AutoCloseable {
    /** How long a daemon may take for its side of the handshake. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);

    /** The level of the wire protocol that this client speaks; daemons hide what is newer than this from a client (01 §7). */
    static final String PROTOCOL_LEVEL = "0.1.65";

    /** A process that ends with unread bytes in its socket resets it, and a reset can destroy on its way what was sent before. */
    private static final Duration GOODBYE = Duration.ofMillis(500);

    private static final String LOST = "CONNECTION_LOST";

    private final Wire wire;
    private final Map<String, Pending> pending = new ConcurrentHashMap<>();
    private final CopyOnWriteArrayList<DaemonListener> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch handshake = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile JsonObject serverInfo = Json.EMPTY;
    private volatile boolean ended;

    private record Pending(Request request, Consumer<Reply> whenDone) {}

    private DaemonConnection(Wire wire) {
        this.wire = wire;
    }

    /** Says hello over an open wire. When it throws, the wire is closed. */
    public static DaemonConnection open(Wire wire, String clientId, Duration timeout) {
        var connection = new DaemonConnection(wire);
        try {
            wire.send(hello(clientId));
            Thread.ofPlatform().daemon().name("paseo-reader").start(connection::read);
            boolean answered = connection.handshake.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (answered && !connection.serverInfo.isEmpty()) {
                return connection;
            }
            String reason = wire.closeReason();
            connection.close();
            throw notRunning(answered ? reason.isEmpty() ? "the connection was closed" : reason : "no answer to hello");
        } catch (IOException broken) {
            connection.close();
            throw notRunning(broken.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            connection.close();
            throw notRunning("interrupted");
        }
    }

    private static CliException notRunning(String reason) {
        return new CliException("DAEMON_NOT_RUNNING", reason);
    }

    private static String hello(String clientId) {
        return Json.object().add("type", "hello").add("clientId", clientId).add("clientType", "cli").add("protocolVersion", 1)
                .add("capabilities", Json.object().add("reasoning_merge_enum", true)).add("appVersion", PROTOCOL_LEVEL).build().toString();
    }

    /** What the daemon said about itself: {@code serverId}, {@code hostname}, {@code version}, {@code features}. */
    public JsonObject serverInfo() {
        return serverInfo;
    }

    /** Asks and waits for the answer's payload. */
    public JsonObject request(Request request) {
        BlockingQueue<Reply> answer = new ArrayBlockingQueue<>(1);
        String id = start(request, answer::add);
        try {
            Reply reply = request.timeout().isEmpty() ? answer.take()
                    : answer.poll(request.timeout().get().toMillis(), TimeUnit.MILLISECONDS);
            if (reply == null) {
                throw new CliException("REQUEST_TIMEOUT",
                        "The daemon did not answer " + request.type() + " within " + request.timeout().get().toSeconds() + " s");
            }
            return reply.payload();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CliException(LOST, "Interrupted while waiting for the daemon");
        } finally {
            pending.remove(id);
        }
    }

    /** Asks and returns at once; the answer is given to {@code whenDone} on the reader thread. Returns the request id. */
    public String start(Request request, Consumer<Reply> whenDone) {
        String id = RandomIds.next();
        pending.put(id, new Pending(request, whenDone));
        if (ended) {
            settle(id, new Reply.Refused(new CliException(LOST, lostText())));
            return id;
        }
        try {
            tell(Json.object(request.fields()).add("type", request.type()).add("requestId", id).build());
        } catch (CliException refused) {
            settle(id, new Reply.Refused(refused));
        }
        return id;
    }

    /** Sends a session message that is not answered. */
    public void tell(JsonObject message) {
        String text = Json.object().add("type", "session").add("message", message).build().toString();
        try {
            synchronized (wire) {
                wire.send(text);
            }
        } catch (IOException broken) {
            throw new CliException(LOST, "The connection to the daemon broke: " + broken.getMessage());
        }
    }

    /** Hears of everything from now on. */
    public void listen(DaemonListener listener) {
        listeners.add(listener);
        if (ended) {
            listener.lost(lostText());
        }
    }

    /** Says goodbye and waits a moment for the answer; what was sent before still reaches the daemon. */
    @Override
    public void close() {
        wire.close();
        try {
            over.await(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try {
            for (var text = wire.receive(); text.isPresent(); text = wire.receive()) {
                dispatch(text.get());
            }
        } catch (IOException broken) {
            // A broken connection is an ended one; whoever waits is told below.
        } finally {
            end();
        }
    }

    private void end() {
        ended = true;
        over.countDown();
        handshake.countDown();
        var reason = new CliException(LOST, lostText());
        for (String id : Set.copyOf(pending.keySet())) {
            settle(id, new Reply.Refused(reason));
        }
        for (DaemonListener listener : listeners) {
            listener.lost(reason.getMessage());
        }
    }

    private String lostText() {
        String reason = wire.closeReason();
        return "The connection to the daemon was lost" + (reason.isEmpty() ? "" : ": " + reason);
    }

    private void dispatch(String text) {
        JsonObject message;
        try {
            message = Json.child(Json.read(text), "message");
        } catch (JsonException unreadable) {
            // 01 §5: a client drops what it cannot read.
            return;
        }
        JsonObject payload = Json.child(message, "payload");
        String type = Json.text(message, "type").orElse("");
        if (type.equals("status") && Json.text(payload, "status").orElse("").equals("server_info")) {
            boolean first = serverInfo.isEmpty();
            serverInfo = payload;
            handshake.countDown();
            if (first) {
                return;
            }
        }
        String id = Json.text(payload, "requestId").orElse("");
        Pending waiting = pending.get(id);
        if (waiting != null && type.equals("rpc_error")) {
            settle(id, new Reply.Refused(refusal(payload)));
        } else if (waiting != null && waiting.request.replies().contains(type)) {
            settle(id, new Reply.Answered(payload));
        } else {
            for (DaemonListener listener : listeners) {
                listener.message(message);
            }
        }
    }

    private static CliException refusal(JsonObject payload) {
        return new CliException(Json.text(payload, "code").orElse("RPC_ERROR"),
                Json.text(payload, "error").orElse("The daemon refused the request"));
    }

    private void settle(String id, Reply reply) {
        Pending waiting = pending.remove(id);
        if (waiting != null) {
            waiting.whenDone.accept(reply);
        }
    }
}
