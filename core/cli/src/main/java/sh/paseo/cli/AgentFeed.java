package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.DaemonListener;
import sh.paseo.cli.client.Json;

/**
 * Everything that happens while a command follows one agent, in one queue.
 *
 * <p><b>Thread:</b> filled by the connection's reader, the signal handler and the reader of the standard input; emptied by the command.
 */
final class AgentFeed implements DaemonListener {
    private final BlockingQueue<Happening> queue = new LinkedBlockingQueue<>();

    /** Listens to the connection from now on. */
    static AgentFeed of(DaemonConnection connection) {
        var feed = new AgentFeed();
        connection.listen(feed);
        return feed;
    }

    @Override
    public void message(JsonObject message) {
        queue.add(new Happening.Message(message));
    }

    @Override
    public void lost(String reason) {
        queue.add(new Happening.Lost(reason));
    }

    void add(Happening happening) {
        queue.add(happening);
    }

    /** The next happening, or {@link Happening.Timeout} at the deadline (of {@link System#nanoTime}). */
    Happening next(Optional<Long> deadline) {
        try {
            if (deadline.isEmpty()) {
                return queue.take();
            }
            Happening next = queue.poll(Math.max(0, deadline.get() - System.nanoTime()), TimeUnit.NANOSECONDS);
            return next == null ? new Happening.Timeout() : next;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Happening.Lost("interrupted");
        }
    }

    /** The payload of an {@code agent_stream} message of this agent. */
    static Optional<JsonObject> stream(JsonObject message, String agentId) {
        JsonObject payload = Json.child(message, "payload");
        boolean ours = Json.text(message, "type").orElse("").equals("agent_stream")
                && Json.text(payload, "agentId").orElse("").equals(agentId);
        return ours ? Optional.of(payload) : Optional.empty();
    }
}
