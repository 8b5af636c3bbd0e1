package sh.paseo.hosting;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;

/** Helidon's HTTP/1.1 connection with a place among the strangers, or without one, then it is only told so. */
final class GuardedConnection implements ServerConnection, InterruptableTask<Void> {
    private final ServerConnection http;
    private final GuardedContext context;

    GuardedConnection(ServerConnection http, GuardedContext context) {
        this.http = http;
        this.context = context;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        try {
            if (!context.place().admitted()) {
                throw context.heads().refuse(HttpAnswer.json(503, "{\"error\":\"Too many connections, try again\"}"), true);
            }
            http.handle(limit);
        } finally {
            context.place().leave();
            context.heads().over();
        }
    }

    /** Never idle to Helidon: the deadlines are ours. */
    @Override
    public Duration idleTime() {
        return Duration.ZERO;
    }

    @Override
    public void close(boolean interrupt) {
        http.close(interrupt);
    }

    @Override
    public boolean canInterrupt() {
        return !(http instanceof InterruptableTask<?> task) || task.canInterrupt();
    }
}
