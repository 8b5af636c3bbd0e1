package sh.paseo.hosting;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.spi.ServerConnection;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import sh.paseo.api.transport.Acceptor;
import sh.paseo.api.transport.CloseReason;

/** A channel as Helidon sees it. Nothing may be thrown out of it: Helidon would write an HTTP error into the stream. */
final class UpgradedConnection implements ServerConnection {
    private static final System.Logger LOG = System.getLogger(UpgradedConnection.class.getName());

    private final HostedChannel channel;
    private final Supplier<Optional<CloseReason>> refusal;
    private final Acceptor acceptor;
    private final Set<HostedChannel> channels;

    /** @param refusal why the channel is closed before anybody hears of it; asked once, on the connection's thread */
    UpgradedConnection(HostedChannel channel, Supplier<Optional<CloseReason>> refusal, Acceptor acceptor, Set<HostedChannel> channels) {
        this.channel = channel;
        this.refusal = refusal;
        this.acceptor = acceptor;
        this.channels = channels;
    }

    @Override
    public void handle(Limit limit) {
        channels.add(channel);
        try {
            refusal.get().ifPresentOrElse(channel::close, () -> acceptor.accept(channel));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the acceptor threw for " + channel.peer(), e);
            channel.close(new CloseReason(1011, "internal error"));
        } finally {
            channel.finish();
            channels.remove(channel);
        }
    }

    @Override
    public Duration idleTime() {
        return Duration.ZERO;
    }

    @Override
    public void close(boolean interrupt) {
        channel.close(CloseReason.GOING_AWAY);
        if (interrupt) {
            channel.abort();
        }
    }
}
