package sh.paseo.hosting;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Answers the requests that are no upgrades. */
final class RouteHandler implements Handler {
    private static final System.Logger LOG = System.getLogger(RouteHandler.class.getName());

    private final Routes routes;

    RouteHandler(Routes routes) {
        this.routes = routes;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        HeadReader.Admitted admitted = HeadReader.CURRENT.get();
        switch (admitted.verdict()) {
            case Verdict.Preflight preflight -> write(HttpAnswer.empty(204, preflight.headers()), List.of(), false, response);
            case Verdict.Pass pass -> write(answer(admitted.head()), pass.headers(), admitted.head().method().equals("HEAD"), response);
            case Verdict.Refuse refuse -> throw new IllegalStateException("refused requests do not get here: " + refuse);
        }
    }

    private HttpAnswer answer(HttpHead head) {
        if (head.path().equals(WebSocketUpgrader.PATH)) {
            return HttpAnswer.json(426, "{\"error\":\"This is a WebSocket\"}").with(new HttpHeader("Upgrade", "websocket"))
                    .with(new HttpHeader("Connection", "Upgrade"));
        }
        Set<String> methods = routes.methods(head.path());
        if (methods.isEmpty()) {
            return HttpAnswer.json(404, "{\"error\":\"Not found\"}");
        }
        String method = head.method().equals("HEAD") ? "GET" : head.method();
        if (!methods.contains(method)) {
            List<String> allowed = new ArrayList<>(methods);
            allowed.sort(null);
            return HttpAnswer.json(405, "{\"error\":\"Method not allowed\"}").with(new HttpHeader("Allow", String.join(", ", allowed)));
        }
        try {
            return routes.answer(new HttpHead(method, head.authority(), head.path(), head.query(), head.headers()));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "no answer to " + method + " " + head.path(), e);
            return HttpAnswer.json(500, "{\"error\":\"Internal error\"}");
        }
    }

    private static void write(HttpAnswer answer, List<HttpHeader> more, boolean headOnly, ServerResponse response) {
        response.status(Status.create(answer.status()));
        if (!answer.contentType().isEmpty()) {
            response.header(HeaderNames.CONTENT_TYPE, answer.contentType());
        }
        for (HttpHeader header : answer.headers()) {
            response.header(HeaderNames.create(header.name()), header.value());
        }
        for (HttpHeader header : more) {
            response.header(HeaderNames.create(header.name()), header.value());
        }
        if (headOnly) {
            response.header(HeaderNames.CONTENT_LENGTH, String.valueOf(answer.body().length));
            response.send();
        } else if (answer.body().length == 0) {
            response.send();
        } else {
            response.send(answer.body());
        }
    }
}
