package sh.paseo.hosting;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Helidon's HTTP/1.1 connection with a place among the strangers, or without one, then it is only told so. */
final class GuardedConnection implements ServerConnection, InterruptableTask<Void> {
    private static final System.Logger LOG = System.getLogger(GuardedConnection.class.getName());

    private final ServerConnection http;
    private final GuardedContext context;
    private final Duration most;

    /** @param most how long a handshake of TLS may take */
    GuardedConnection(ServerConnection http, GuardedContext context, Duration most) {
        this.http = http;
        this.context = context;
        this.most = most;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        try {
            if (!context.place().admitted()) {
                throw context.heads().refuse(HttpAnswer.json(503, "{\"error\":\"Too many connections, try again\"}"), true);
            }
            handshake();
            http.handle(limit);
        } finally {
            context.tls().ifPresent(TlsStream::goodbye);
            context.place().leave();
            context.heads().over();
        }
    }

    private void handshake() {
        if (context.tls().isPresent()) {
            try {
                context.tls().get().handshake(most);
            } catch (IOException failed) {
                LOG.log(Level.DEBUG, "no TLS with {0}: {1}", context.remotePeer().address(), failed.getMessage());
                throw new CloseConnectionException("no TLS", failed);
            }
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
