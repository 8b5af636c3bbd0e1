package sh.paseo.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A client that stays: it writes down each row it sees, comes back when its socket is over, and repeats what was not answered, in the
 * order in which it was asked.
 *
 * <p><b>Thread</b>: any; one of its own connects.
 */
final class LiveClient implements AutoCloseable {
    private static final String HELLO = "{\"type\":\"hello\",\"clientId\":\"cid_survivor\",\"clientType\":\"cli\",\"protocolVersion\":1,"
            + "\"appVersion\":\"9.9.9\"}";
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration PING = Duration.ofSeconds(3);
    private static final long PAUSE_MILLIS = 20;

    private record Question(JsonObject request, CompletableFuture<String> answer) {}

    private record Watch(Predicate<JsonObject> wanted, CompletableFuture<JsonObject> seen) {}

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final Supplier<Optional<String>> address;
    private final Ledger ledger;
    private final Thread thread = Thread.ofVirtual().name("live-client").unstarted(this::run);
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final AtomicInteger unnoticed = new AtomicInteger();
    private volatile boolean closed;

    // Guarded by this.
    private final Map<String, Question> questions = new LinkedHashMap<>();
    private Optional<Line> served = Optional.empty();
    private int connections;
    private int repeated;

    private LiveClient(Supplier<Optional<String>> address, Ledger ledger) {
        this.address = address;
        this.ledger = ledger;
    }

    /** Connects again and again, to wherever the daemon says it listens. */
    static LiveClient of(Supplier<Optional<String>> address, Ledger ledger) {
        var client = new LiveClient(address, ledger);
        client.thread.start();
        return client;
    }

    /** Asks; the answer is the text of the message, as it came. */
    CompletableFuture<String> ask(JsonObject request) {
        var question = new Question(request, new CompletableFuture<>());
        synchronized (this) {
            questions.put(request.getString("requestId"), question);
            served.ifPresent(line -> line.send(envelope(request)));
        }
        return question.answer();
    }

    /** Sends what has no answer, or is not to be repeated; it is lost if the daemon is away. */
    synchronized void tell(JsonObject request) {
        served.ifPresent(line -> line.send(envelope(request)));
    }

    /** The payload of the next event that is wanted. Fails when the socket is over, for it may come while nobody listens. */
    CompletableFuture<JsonObject> next(Predicate<JsonObject> wanted) {
        var watch = new Watch(wanted, new CompletableFuture<>());
        watches.add(watch);
        return watch.seen();
    }

    /** How often it came back, and what that led to. */
    synchronized String summary() {
        return connections + " connections, " + repeated + " requests repeated by themselves, " + unnoticed
                + " ends noticed by a ping only";
    }

    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            served.ifPresent(Line::abort);
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.shutdownNow();
    }

    private void run() {
        try {
            while (!closed) {
                var known = address.get();
                if (known.isPresent()) {
                    converse(known.get());
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void converse(String where) throws InterruptedException {
        var line = new Line();
        try {
            line.socket = http.newWebSocketBuilder().connectTimeout(CONNECT).buildAsync(URI.create("ws://" + where + "/ws"), line);
            line.send(HELLO);
            line.greeted.orTimeout(CONNECT.toSeconds(), TimeUnit.SECONDS).join();
            synchronized (this) {
                served = Optional.of(line);
                connections++;
                repeated += questions.size();
                questions.values().forEach(question -> line.send(envelope(question.request())));
            }
            awaitEnd(line);
        } catch (CompletionException | ExecutionException e) {
            // Nobody listens there, or the daemon ended before it served us: we come again.
            line.gone.complete(null);
        } finally {
            line.abort();
            synchronized (this) {
                served = Optional.empty();
            }
            var lost = new IOException("the socket is over");
            watches.forEach(watch -> watch.seen().completeExceptionally(lost));
            watches.clear();
        }
    }

    /** A socket whose end went unnoticed is found out by writing to it. */
    private void awaitEnd(Line line) throws InterruptedException, ExecutionException {
        while (true) {
            try {
                line.gone.get(PING.toSeconds(), TimeUnit.SECONDS);
                return;
            } catch (TimeoutException quiet) {
                line.socket.thenCompose(open -> open.sendPing(ByteBuffer.allocate(0))).orTimeout(CONNECT.toSeconds(), TimeUnit.SECONDS)
                        .whenComplete((open, failure) -> {
                            if (failure != null && line.gone.complete(null)) {
                                unnoticed.incrementAndGet();
                            }
                        });
            }
        }
    }

    private static String envelope(JsonObject request) {
        return "{\"type\":\"session\",\"message\":" + request + "}";
    }

    static JsonObject parse(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    private void received(String text, Line from) {
        var envelope = parse(text);
        if (!envelope.getString("type").equals("session")) {
            return;
        }
        var payload = envelope.getJsonObject("message").getJsonObject("payload");
        if (payload.getString("status", "").equals("server_info")) {
            from.greeted.complete(null);
        }
        if (payload.containsKey("seq")) {
            ledger.row(payload.getString("agentId"), payload.getString("epoch"), payload.getJsonNumber("seq").longValueExact(),
                    payload.getString("timestamp"), payload.getJsonObject("event").getJsonObject("item"));
        }
        if (payload.containsKey("requestId")) {
            Optional<Question> answered;
            synchronized (this) {
                answered = Optional.ofNullable(questions.remove(payload.getString("requestId")));
            }
            answered.ifPresent(question -> question.answer().complete(text));
        }
        if (payload.containsKey("event")) {
            watches.stream().filter(watch -> watch.wanted().test(payload)).forEach(watch -> watch.seen().complete(payload));
            watches.removeIf(watch -> watch.seen().isDone());
        }
    }

    /** One socket. */
    private final class Line implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();
        private final CompletableFuture<Void> greeted = new CompletableFuture<>();
        private final CompletableFuture<Void> gone = new CompletableFuture<>();
        private CompletableFuture<WebSocket> socket = new CompletableFuture<>();

        private synchronized void send(String text) {
            socket = socket.thenCompose(open -> open.sendText(text, true));
            socket.exceptionally(failure -> {
                over();
                return null;
            });
        }

        private synchronized void abort() {
            socket.thenAccept(WebSocket::abort);
            over();
        }

        private void over() {
            gone.complete(null);
            greeted.completeExceptionally(new IOException("the socket is over"));
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                try {
                    received(message.toString(), this);
                } catch (RuntimeException e) {
                    ledger.problem("a message that cannot be read: " + e + ": " + message);
                }
                message.setLength(0);
            }
            from.request(1);
            return null;
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
    }
}
