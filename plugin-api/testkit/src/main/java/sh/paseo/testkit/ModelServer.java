package sh.paseo.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A model that does what a marker in the prompt says, for agents that speak the Anthropic Messages API. It listens on the loopback
 * interface only and remembers what it was asked, so that a test can prove that a prompt ran once.
 *
 * <p>Which marker does what stands at {@link Scenario}. A client needs {@code ANTHROPIC_BASE_URL} set to {@link #uri()} and any
 * {@code ANTHROPIC_API_KEY}.
 *
 * <p><b>Thread</b>: any.
 */
public final class ModelServer implements AutoCloseable {
    private static final Map<Integer, String> ERRORS = Map.of(400, "invalid_request_error", 401, "authentication_error", 429,
            "rate_limit_error", 500, "api_error", 529, "overloaded_error");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Duration pause;
    private final List<ModelRequest> requests = new CopyOnWriteArrayList<>();

    private ModelServer(HttpServer server, Duration pause) {
        this.server = server;
        this.pause = pause;
    }

    /** Listens on a free port. */
    public static ModelServer start() {
        return start(0, Duration.ofMillis(2));
    }

    /** @param pause between two pieces of text */
    public static ModelServer start(int port, Duration pause) {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            ModelServer server = new ModelServer(http, pause);
            http.setExecutor(server.threads);
            http.createContext("/", server::handle);
            http.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Every call of the model so far. */
    public List<ModelRequest> requests() {
        return List.copyOf(requests);
    }

    /** How often the model was asked to begin with a prompt that holds this text; side jobs of the client do not count. */
    public long timesBegun(String text) {
        return requests.stream().filter(r -> !r.tools().isEmpty() && r.round() == 0 && r.prompt().contains(text)).count();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            if (!exchange.getRequestMethod().equals("POST") || !path.contains("/messages")) {
                answer(exchange, path.equals("/healthz") ? 200 : 404, Json.createObjectBuilder().add("path", path).build());
            } else if (path.endsWith("/count_tokens")) {
                answer(exchange, 200, Json.createObjectBuilder().add("input_tokens", 1234).build());
            } else {
                complete(exchange, ModelRequest.of(body));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void complete(HttpExchange exchange, ModelRequest request) throws IOException, InterruptedException {
        requests.add(request);
        List<Step> steps = Scenario.of(request.prompt()).filter(scenario -> !request.tools().isEmpty())
                .map(scenario -> scenario.answer(request.round())).orElse(List.of(new Step.Text("No scenario marker found.")));
        Optional<Integer> failure = steps.stream().filter(Step.Http.class::isInstance).map(step -> ((Step.Http) step).status())
                .findFirst();
        if (failure.isPresent()) {
            answer(exchange, failure.get(), error(failure.get()));
            return;
        }
        ModelAnswer answer = new ModelAnswer(request, steps, pause);
        if (!request.streamed()) {
            answer(exchange, 200, answer.whole());
            return;
        }
        exchange.getResponseHeaders().set("content-type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            answer.stream(out);
        }
    }

    private static JsonObject error(int status) {
        String type = ERRORS.getOrDefault(status, "api_error");
        return Json.createObjectBuilder().add("type", "error").add("error", Json.createObjectBuilder().add("type", type)
                .add("message", "Scripted failure " + status)).build();
    }

    private static void answer(HttpExchange exchange, int status, JsonObject body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
