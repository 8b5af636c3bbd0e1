package sh.paseo.cli.client;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import sh.paseo.api.transport.CloseReason;

/**
 * A conversation with a daemon: hello, requests with their answers, events.
 *
 * <pre>
 *   greeting -> reachable --breaks, if it comes back--> away -> reachable
 *      |            |                                     |
 *      '------------+--- closed, refused, or given up ----'--> over
 * </pre>
 *
 * <p>One that {@linkplain DaemonLocator#connectToStay comes back} says hello with the same client id and repeats every request that has no
 * answer yet, in their order and with the same request ids: the daemon answers a repeated one alike and runs it once.
 *
 * <p><b>Thread:</b> any thread may call any method; answers and events arrive on the connection's own reader thread, in order.
 *
 * <p><b>Errors:</b> {@link CliException}; its code is that of {@code rpc_error}, or {@code REQUEST_TIMEOUT}, {@code CONNECTION_LOST},
 * {@code DAEMON_NOT_RUNNING}; of a connection that was to come back and did not also {@link #UNKNOWN} and those of
 * {@link Comeback}.
 *
 * <p><b>Source:</b> spec/wire/01 §4, §5; spec/wire/03; spec/reliability.md, "Messages".
 */
public final class DaemonConnection implements AutoCloseable {
    /** How long a daemon may take for its side of the handshake. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);

    /** The code of a request whose connection ended before the answer. */
    public static final String LOST = "CONNECTION_LOST";

    /** The same for a change that was sent, when the connection was to come back and did not: it may have happened or not. */
    public static final String UNKNOWN = "INTERRUPTED_UNKNOWN";

    /** The code when the daemon closes the connection in place of an answer to hello, and says why. */
    static final String REFUSED = "DAEMON_REFUSED";

    /** 01 §3.3. */
    private static final int UNAUTHORIZED = 4401;
    private static final String INCORRECT = "Incorrect password";
    static final int FIRST_PRIVATE = 4000;

    /** A process that ends with unread bytes in its socket resets it, and a reset can destroy on its way what was sent before. */
    private static final Duration GOODBYE = Duration.ofMillis(500);

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final String clientId;
    private final Unanswered unanswered = new Unanswered();
    private final CopyOnWriteArrayList<DaemonListener> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch handshake = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Object sending = new Object();
    private DaemonLocator locator;
    private Optional<String> host = Optional.empty();
    private Target target;
    private volatile Optional<Duration> limit = Optional.empty();
    private Thread reader;
    private volatile Wire wire;
    private volatile boolean reachable = true;
    private volatile long reachableSince = System.nanoTime();
    private volatile JsonObject serverInfo = Json.EMPTY;
    private volatile boolean closing;
    private volatile CliException end;

    private DaemonConnection(Wire wire, String clientId) {
        this.wire = wire;
        this.clientId = clientId;
    }

    /** Says hello over an open wire. When it throws, the wire is closed. */
    public static DaemonConnection open(Wire wire, String clientId, Duration timeout) {
        return over(wire, clientId).greet(timeout);
    }

    /** Over an open wire, without a word yet. */
    static DaemonConnection over(Wire wire, String clientId) {
        return new DaemonConnection(wire, clientId);
    }

    /** Before it is greeted: when it breaks it is opened anew, at the same place or where the daemon is then. */
    DaemonConnection comingBack(DaemonLocator how, Optional<String> named, Target where) {
        locator = how;
        host = named;
        target = where;
        return this;
    }

    /** Says hello and waits for the answer. When it throws, the wire is closed. */
    DaemonConnection greet(Duration timeout) {
        try {
            wire.send(Hello.of(clientId));
            reader = Thread.ofPlatform().daemon().name("paseo-reader").unstarted(this::read);
            reader.start();
            boolean answered = handshake.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (answered && !serverInfo.isEmpty()) {
                return this;
            }
            Optional<CloseReason> farewell = wire.farewell();
            close();
            throw answered ? refusal(farewell) : notRunning("no answer to hello");
        } catch (IOException broken) {
            wire.close();
            throw notRunning(broken.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            close();
            throw notRunning("interrupted");
        }
    }

    private static CliException refusal(Optional<CloseReason> farewell) {
        String reason = farewell.map(CloseReason::text).filter(text -> !text.isEmpty()).orElse("the connection was closed");
        int code = farewell.map(CloseReason::code).orElse(0);
        if (code == UNAUTHORIZED) {
            return new CliException(reason.equals(INCORRECT) ? DaemonPassword.WRONG : DaemonPassword.REQUIRED, reason);
        }
        return code >= FIRST_PRIVATE ? new CliException(REFUSED, reason) : notRunning(reason);
    }

    private static CliException notRunning(String reason) {
        return new CliException("DAEMON_NOT_RUNNING", reason);
    }

    /** How long a daemon may be away before it is given up; without a limit when empty. Nothing if the connection does not come back. */
    public void waitAtMost(Optional<Duration> away) {
        limit = away;
    }

    /** What the daemon said about itself: {@code serverId}, {@code hostname}, {@code version}, {@code features}. */
    public JsonObject serverInfo() {
        return serverInfo;
    }

    /** Whether the daemon can be spoken to now, as far as is known. */
    public boolean reachable() {
        return reachable;
    }

    /** Asks and waits for the answer's payload. */
    public JsonObject request(Request request) {
        BlockingQueue<Reply> answer = new ArrayBlockingQueue<>(1);
        long started = System.nanoTime();
        String id = start(request, answer::add);
        try {
            while (true) {
                long left = left(request, started);
                if (left <= 0) {
                    throw new CliException("REQUEST_TIMEOUT",
                            "The daemon did not answer " + request.type() + " within " + request.timeout().get().toSeconds() + " s");
                }
                Reply reply = answer.poll(left, TimeUnit.NANOSECONDS);
                if (reply != null) {
                    return reply.payload();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CliException(LOST, "Interrupted while waiting for the daemon");
        } finally {
            unanswered.forget(id);
        }
    }

    /** How long to wait before looking at the time again; a daemon that is away is not late. */
    private long left(Request request, long started) {
        if (request.timeout().isEmpty()) {
            return Long.MAX_VALUE;
        }
        if (!request.strict() && !reachable) {
            return SECOND;
        }
        long from = request.strict() || reachableSince - started < 0 ? started : reachableSince;
        return from + request.timeout().get().toNanos() - System.nanoTime();
    }

    /** Asks and returns at once; the answer is given to {@code whenDone} on the reader thread. Returns the request id. */
    public String start(Request request, Consumer<Reply> whenDone) {
        Optional<String> own = Json.text(request.fields(), "requestId");
        String id = own.isPresent() ? own.get() : RandomIds.next();
        synchronized (sending) {
            Unanswered.Asked asked = unanswered.add(id, request, whenDone);
            if (reachable) {
                Unanswered.send(asked, wire);
            }
        }
        if (end != null) {
            unanswered.end(end, locator != null);
        }
        return id;
    }

    /** Hears of everything from now on. */
    public void listen(DaemonListener listener) {
        listeners.add(listener);
        if (end != null) {
            listener.lost(end.getMessage());
        }
    }

    /** Says goodbye and waits a moment for the answer; what was sent before still reaches the daemon. */
    @Override
    public void close() {
        closing = true;
        wire.close();
        if (!reachable) {
            reader.interrupt();
        }
        try {
            over.await(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        CliException why = lost("");
        try {
            do {
                hear(wire);
                why = lost(wire.farewell().map(CloseReason::text).orElse(""));
            } while (comesBack(why));
        } catch (CliException gaveUp) {
            why = gaveUp;
        } finally {
            end(why);
        }
    }

    private static CliException lost(String reason) {
        return new CliException(LOST, "The connection to the daemon was lost" + (reason.isEmpty() ? "" : ": " + reason));
    }

    private void hear(Wire from) {
        try {
            for (var text = from.receive(); text.isPresent(); text = from.receive()) {
                dispatch(text.get());
            }
        } catch (IOException broken) {
            // A broken connection is one that ended without a word.
        }
    }

    /** Opens it anew, if that makes sense; throws when that is given up. */
    private boolean comesBack(CliException why) {
        if (locator == null || serverInfo.isEmpty() || wire.farewell().isPresent() && Comeback.forbids(wire.farewell().get())) {
            return false;
        }
        synchronized (sending) {
            reachable = false;
        }
        if (closing) {
            // Looked at last: who closes looks at the two in the other order, and calls off what has begun.
            return false;
        }
        for (DaemonListener listener : listeners) {
            listener.reconnecting(why.getMessage());
        }
        var comeback = new Comeback(locator, host, target, Pace.SYSTEM);
        Optional<Comeback.Greeted> greeted = comeback.await(clientId, Json.text(serverInfo, "serverId").orElse(""), () -> limit);
        greeted.ifPresent(this::adopt);
        return greeted.isPresent();
    }

    private void adopt(Comeback.Greeted greeted) {
        synchronized (sending) {
            wire = greeted.wire();
            serverInfo = greeted.serverInfo();
            reachableSince = System.nanoTime();
            reachable = true;
            unanswered.sendAll(wire);
        }
        if (closing) {
            wire.close();
        }
        for (DaemonListener listener : listeners) {
            listener.reconnected();
        }
        greeted.early().forEach(this::dispatch);
    }

    private void end(CliException why) {
        synchronized (sending) {
            reachable = false;
            end = why;
        }
        over.countDown();
        handshake.countDown();
        unanswered.end(why, locator != null);
        for (DaemonListener listener : listeners) {
            listener.lost(why.getMessage());
        }
    }

    private void dispatch(String text) {
        JsonObject message = Hello.message(text);
        JsonObject payload = Json.child(message, "payload");
        JsonObject info = Hello.serverInfo(message);
        if (!info.isEmpty()) {
            boolean first = serverInfo.isEmpty();
            serverInfo = info;
            handshake.countDown();
            if (first) {
                return;
            }
        }
        if (!message.isEmpty() && !unanswered.settle(Json.text(message, "type").orElse(""), payload)) {
            for (DaemonListener listener : listeners) {
                listener.message(message);
            }
        }
    }
}
