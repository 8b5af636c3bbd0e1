package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.DaemonListener;
import sh.paseo.cli.client.FollowedTimeline;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.Reply;

/**
 * Everything that happens while a command follows one agent, in one queue.
 *
 * <p><b>Thread:</b> filled by the connection's reader, the signal handler and the reader of the standard input; emptied by the command.
 */
final class AgentFeed implements DaemonListener {
    private final DaemonConnection connection;
    private final GapLine gap;
    /** An empty one only wakes who waits. */
    private final BlockingQueue<Optional<Happening>> queue = new LinkedBlockingQueue<>();
    private volatile Optional<Long> awaySince = Optional.empty();
    private volatile boolean followed;

    private AgentFeed(DaemonConnection connection, GapLine gap) {
        this.connection = connection;
        this.gap = gap;
    }

    /** Listens to the connection from now on. */
    static AgentFeed of(DaemonConnection connection, GapLine gap) {
        var feed = new AgentFeed(connection, gap);
        connection.listen(feed);
        return feed;
    }

    /** From now on Ctrl-C is a happening. */
    void catchInterrupts(Terminal terminal) {
        terminal.onInterrupt(this::interrupted);
    }

    /** Before the feed is read, a command waits for answers: those that do not come while the daemon is away are not to be waited for. */
    private void interrupted() {
        if (followed || connection.reachable()) {
            add(new Happening.Interrupt());
        } else {
            connection.close();
        }
    }

    @Override
    public void message(JsonObject message) {
        add(new Happening.Message(message));
    }

    @Override
    public void lost(String reason) {
        add(new Happening.Lost(reason));
    }

    @Override
    public void reconnecting(String reason) {
        awaySince = Optional.of(System.nanoTime());
        queue.add(Optional.empty());
    }

    @Override
    public void reconnected() {
        Duration away = Duration.ofNanos(System.nanoTime() - awaySince.orElseThrow());
        awaySince = Optional.empty();
        add(new Happening.Reconnected(away));
    }

    void add(Happening happening) {
        queue.add(Optional.of(happening));
    }

    /** Whether the daemon cannot be reached now. */
    boolean away() {
        return awaySince.isPresent();
    }

    /** Gives on what the agent does behind what is known already, until Ctrl-C. */
    void follow(String agentId, JsonObject past, Consumer<JsonObject> events) {
        var timeline = new FollowedTimeline(agentId, request -> connection.start(request, reply -> add(new Happening.Fetched(reply))),
                events);
        timeline.shown(past);
        for (Happening next = next(Optional.empty()); !(next instanceof Happening.Interrupt); next = next(Optional.empty())) {
            switch (next) {
                case Happening.Message(JsonObject message) -> stream(message, agentId).ifPresent(timeline::received);
                case Happening.Reconnected ignored -> timeline.catchUp();
                case Happening.Fetched(Reply reply) -> timeline.fetched(reply);
                case Happening.Lost(String reason) -> throw new CliException(DaemonConnection.LOST, reason);
                default -> {
                    // Nothing else is asked for here.
                }
            }
        }
    }

    /** The next happening, or {@link Happening.Timeout} at the deadline (of {@link System#nanoTime}). */
    Happening next(Optional<Long> deadline) {
        followed = true;
        try {
            while (true) {
                Optional<Long> notice = gap.begun() ? Optional.empty() : awaySince.map(since -> since + GapLine.SILENT.toNanos());
                Optional<Happening> next = poll(earlier(deadline, notice));
                if (next.isPresent()) {
                    note(next.get());
                    return next.get();
                }
                if (isOver(deadline)) {
                    gap.leave();
                    return new Happening.Timeout();
                }
                if (isOver(notice) && away()) {
                    gap.lasts();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Happening.Lost("interrupted");
        }
    }

    private void note(Happening next) {
        if (next instanceof Happening.Reconnected(Duration lasted)) {
            gap.over(lasted);
        } else {
            gap.leave();
        }
    }

    private Optional<Happening> poll(Optional<Long> until) throws InterruptedException {
        if (until.isEmpty()) {
            return queue.take();
        }
        Optional<Happening> next = queue.poll(Math.max(0, until.get() - System.nanoTime()), TimeUnit.NANOSECONDS);
        return next == null ? Optional.empty() : next;
    }

    private static Optional<Long> earlier(Optional<Long> one, Optional<Long> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isPresent() ? one : other;
        }
        return one.get() - other.get() < 0 ? one : other;
    }

    private static boolean isOver(Optional<Long> time) {
        return time.isPresent() && System.nanoTime() - time.get() >= 0;
    }

    /** The payload of an {@code agent_stream} message of this agent. */
    static Optional<JsonObject> stream(JsonObject message, String agentId) {
        JsonObject payload = Json.child(message, "payload");
        boolean ours = Json.text(message, "type").orElse("").equals("agent_stream")
                && Json.text(payload, "agentId").orElse("").equals(agentId);
        return ours ? Optional.of(payload) : Optional.empty();
    }
}
