package sh.paseo.it;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.DaemonListener;
import sh.paseo.cli.client.DaemonLocator;
import sh.paseo.cli.client.Dial;
import sh.paseo.cli.client.FollowedTimeline;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.PaseoHome;
import sh.paseo.cli.client.Request;

/**
 * A client whose connection breaks again and again: what users of the client library do with it, asking and following.
 *
 * <p><b>Thread</b>: any asks; what is followed is shown on a thread of its own.
 */
final class CutClient implements DaemonListener, AutoCloseable {
    static final int PATIENCE_SECONDS = 180;

    private static final Duration CONNECT = Duration.ofSeconds(20);

    private record Followed(FollowedTimeline timeline, List<String> shown) {}

    private final CutLedger ledger;
    private final Dial dial;
    private final DaemonConnection connection;
    private final Map<String, Followed> followed = new ConcurrentHashMap<>();
    private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
    private final Thread shower = Thread.ofVirtual().unstarted(this::show);
    private volatile long dialledAt;
    private volatile long brokeAt;
    private volatile boolean closing;

    /** Connects, however often it takes. */
    CutClient(Path home, String address, Dial dial, CutLedger ledger) {
        this.ledger = ledger;
        this.dial = dial;
        this.connection = connect(home, address);
        connection.listen(this);
        shower.start();
    }

    private DaemonConnection connect(Path home, String address) {
        var locator = new DaemonLocator(Map.of(), home, new PaseoHome(home), (target, timeout) -> {
            dialledAt = System.nanoTime();
            return dial.dial(target, timeout);
        });
        while (true) {
            try {
                return locator.connectToStay(Optional.of(address), CONNECT);
            } catch (CliException cut) {
                // A command that is cut off before it began is called again.
                continue;
            }
        }
    }

    /** Asks; the answer's payload. */
    CompletableFuture<JsonObject> ask(Request request) {
        var answer = new CompletableFuture<JsonObject>();
        connection.start(request, reply -> {
            try {
                answer.complete(reply.payload());
            } catch (CliException refused) {
                answer.completeExceptionally(refused);
            }
        });
        return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Asks for a change, which has to be made. */
    CompletableFuture<JsonObject> change(Request request) {
        return ask(request).thenApply(payload -> {
            if (!payload.getBoolean("accepted", true) || payload.getString("status", "").endsWith("failed")) {
                ledger.problem("refused: " + request + ": " + payload);
            }
            ledger.acknowledged();
            return payload;
        });
    }

    /** From now on the agent's rows are shown, from the first one on. */
    void follow(String agent) {
        var shown = Collections.synchronizedList(new ArrayList<String>());
        var timeline = new FollowedTimeline(agent, request -> connection.start(request, reply -> work.add(() -> {
            var of = followed.get(agent);
            if (of != null) {
                of.timeline().fetched(reply);
            }
        })), event -> {
            if (event.getString("type").equals("timeline")) {
                shown.add(event.getJsonObject("item").toString());
            }
        });
        followed.put(agent, new Followed(timeline, shown));
        work.add(timeline::catchUp);
    }

    /** What was shown of the agent so far. */
    List<String> shown(String agent) {
        return List.copyOf(followed.get(agent).shown());
    }

    void unfollow(String agent) {
        followed.remove(agent);
    }

    @Override
    public void message(JsonObject message) {
        if (message.getString("type").equals("agent_stream")) {
            var payload = message.getJsonObject("payload");
            var of = followed.get(payload.getString("agentId"));
            if (of != null) {
                work.add(() -> of.timeline().received(payload));
            }
        }
    }

    @Override
    public void reconnecting(String reason) {
        brokeAt = System.nanoTime();
    }

    @Override
    public void reconnected() {
        var now = System.nanoTime();
        ledger.reconnected(now - brokeAt, now - dialledAt);
        followed.values().forEach(of -> work.add(of.timeline()::catchUp));
    }

    @Override
    public void lost(String reason) {
        if (!closing) {
            ledger.problem("gave up: " + reason);
        }
    }

    private void show() {
        try {
            while (!closing) {
                work.take().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!closing) {
                ledger.problem("cannot be followed: " + e);
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        shower.interrupt();
        connection.close();
    }

    static Request request(String type, String agent) {
        return Request.of(type, Json.object().add("agentId", agent).build());
    }
}
