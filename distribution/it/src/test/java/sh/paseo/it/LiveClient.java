package sh.paseo.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A client that stays and writes down each row it sees. Requests that the end of the socket leaves unanswered fail. */
final class LiveClient implements WebSocket.Listener {
    private static final String HELLO = "{\"type\":\"hello\",\"clientId\":\"cid_survivor\",\"clientType\":\"cli\",\"protocolVersion\":1,"
            + "\"appVersion\":\"9.9.9\"}";

    private record Watch(Predicate<JsonObject> wanted, CompletableFuture<JsonObject> seen) {}

    private final Ledger ledger;
    private final StringBuilder message = new StringBuilder();
    private final Map<String, CompletableFuture<String>> questions = new ConcurrentHashMap<>();
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> greeted = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private CompletableFuture<WebSocket> socket = new CompletableFuture<>();

    private LiveClient(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Connects and returns when it is served. */
    static LiveClient connect(HttpClient http, String address, Ledger ledger) {
        var client = new LiveClient(ledger);
        client.socket = http.newWebSocketBuilder().buildAsync(URI.create("ws://" + address + "/ws"), client);
        client.send(HELLO);
        client.greeted.orTimeout(Distribution.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        return client;
    }

    /** Asks; the answer is the text of the message, as it came. */
    CompletableFuture<String> ask(JsonObject request) {
        var answer = new CompletableFuture<String>();
        questions.put(request.getString("requestId"), answer);
        tell(request);
        if (gone.isDone()) {
            over();
        }
        return answer;
    }

    void tell(JsonObject request) {
        send("{\"type\":\"session\",\"message\":" + request + "}");
    }

    /** The payload of the next event that is wanted. */
    CompletableFuture<JsonObject> next(Predicate<JsonObject> wanted) {
        var watch = new Watch(wanted, new CompletableFuture<>());
        watches.add(watch);
        if (gone.isDone()) {
            over();
        }
        return watch.seen();
    }

    /** Returns when the socket is over and everything that came has been written down. */
    void awaitEnd() {
        gone.orTimeout(Distribution.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    void close() {
        socket.join().abort();
        over();
    }

    /** What is sent while the daemon dies is lost, as it is for every client. */
    private void send(String text) {
        synchronized (this) {
            socket = socket.thenCompose(open -> open.sendText(text, true));
            socket.exceptionally(failure -> {
                over();
                return null;
            });
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            try {
                received(message.toString());
            } catch (RuntimeException e) {
                ledger.problem("a message that cannot be read: " + e + ": " + message);
            }
            message.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void received(String text) {
        var envelope = parse(text);
        if (!envelope.getString("type").equals("session")) {
            return;
        }
        var payload = envelope.getJsonObject("message").getJsonObject("payload");
        if (payload.getString("status", "").equals("server_info")) {
            greeted.complete(null);
        }
        if (payload.containsKey("seq")) {
            ledger.row(payload.getString("agentId"), payload.getString("epoch"), payload.getJsonNumber("seq").longValueExact(),
                    payload.getString("timestamp"), payload.getJsonObject("event").getJsonObject("item"));
        }
        if (payload.containsKey("requestId")) {
            var question = questions.remove(payload.getString("requestId"));
            if (question != null) {
                question.complete(text);
            }
        }
        if (payload.containsKey("event")) {
            watches.stream().filter(watch -> watch.wanted().test(payload)).forEach(watch -> watch.seen().complete(payload));
            watches.removeIf(watch -> watch.seen().isDone());
        }
    }

    static JsonObject parse(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        over();
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        over();
    }

    private void over() {
        gone.complete(null);
        var lost = new IOException("the socket is over");
        greeted.completeExceptionally(lost);
        questions.values().forEach(question -> question.completeExceptionally(lost));
        watches.forEach(watch -> watch.seen().completeExceptionally(lost));
    }
}
