package sh.paseo.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A web page that tries all that a page can to reach {@code ?target=HOST:PORT}, and tells its own server how it went. */
final class AttackPage implements AutoCloseable {
    private static final String HTML = """
            <!doctype html><title>page</title><iframe name="frame"></iframe>
            <form id="form" method="post" target="frame" enctype="text/plain"><input name="{" value="}"></form>
            <script>
            const target = new URLSearchParams(location.search).get("target"), daemon = "http://" + target, seen = {};
            const attempt = async (name, what) => { try { seen[name] = await what(); } catch (e) { seen[name] = "failed"; } };
            (async () => {
                await attempt("fetch", async () => (await fetch(daemon + "/api/status")).text());
                await attempt("post", async () => (await fetch(daemon + "/api/status",
                    {method: "POST", headers: {"Content-Type": "application/json"}, body: "{}"})).text());
                await attempt("unasked", async () => (await fetch(daemon + "/api/status",
                    {method: "POST", mode: "no-cors", body: "{}"})).type);
                await attempt("socket", () => new Promise(done => {
                    const socket = new WebSocket("ws://" + target + "/ws");
                    socket.onopen = () => done("open");
                    socket.onclose = () => done("closed");
                }));
                await attempt("form", () => new Promise(done => {
                    const frame = document.getElementsByName("frame")[0], form = document.getElementById("form");
                    frame.onload = () => { try { done(frame.contentDocument.body.textContent); } catch (e) { done("unreadable"); } };
                    setTimeout(() => done("unreadable"), 5000);
                    form.action = daemon + "/api/status";
                    form.submit();
                }));
                await fetch("/report", {method: "POST", body: JSON.stringify(seen)});
            })();
            </script>
            """;

    private final HttpServer server;
    private final BlockingQueue<Map<String, String>> reports = new LinkedBlockingQueue<>();

    private AttackPage(HttpServer server) {
        this.server = server;
    }

    /** Serves it on a free port. */
    static AttackPage serve() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var page = new AttackPage(server);
        server.createContext("/", exchange -> answer(exchange, HTML));
        server.createContext("/report", page::reported);
        server.start();
        return page;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** How the next page that is shown fared, attempt by attempt. */
    Map<String, String> report() throws InterruptedException {
        var report = reports.poll(Distribution.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (report == null) {
            throw new AssertionError("the page tells nothing");
        }
        return report;
    }

    private void reported(HttpExchange exchange) throws IOException {
        var text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        try (var reader = Json.createReader(new StringReader(text))) {
            reports.add(reader.readObject().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> ((JsonString) entry.getValue()).getString())));
        }
        answer(exchange, "");
    }

    private static void answer(HttpExchange exchange, String html) throws IOException {
        var bytes = html.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
