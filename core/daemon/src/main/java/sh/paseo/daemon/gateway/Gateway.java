package sh.paseo.daemon.gateway;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import sh.paseo.api.transport.Acceptor;
import sh.paseo.api.transport.CloseReason;
import sh.paseo.api.transport.Frame;
import sh.paseo.api.transport.MessageChannel;
import sh.paseo.engine.Time;
import sh.paseo.protocol.Codec;
import sh.paseo.protocol.Payload;
import sh.paseo.protocol.connection.ConnectionPayload;

/**
 * Where every transport's channels end: makes each a {@link Connection} of a client's session.
 *
 * <p><b>Thread</b>: any.
 */
public final class Gateway implements Acceptor, AutoCloseable {
    private final Codec codec;
    private final Time time;
    private final ConnectionPayload.ServerInfo serverInfo;
    private final Sessions sessions;
    private final RequestRouter router;
    private final Duration helloLimit;
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong bytesWaiting = new AtomicLong();
    private final Set<MessageChannel> channels = ConcurrentHashMap.newKeySet();

    Gateway(Codec codec, Time time, ConnectionPayload.ServerInfo serverInfo, Sessions sessions, RequestRouter router,
            Duration helloLimit) {
        this.codec = codec;
        this.time = time;
        this.serverInfo = serverInfo;
        this.sessions = sessions;
        this.router = router;
        this.helloLimit = helloLimit;
    }

    @Override
    public void accept(MessageChannel channel) {
        String name = "conn-" + connections.incrementAndGet();
        Thread.currentThread().setName(name + "-in");
        ClientOutbox outbox = new ClientOutbox(channel, name + "-out", bytesWaiting, time.nanos());
        channels.add(channel);
        try {
            new Connection(channel, outbox, this).serve();
        } catch (RuntimeException failure) {
            System.getLogger(Gateway.class.getName()).log(System.Logger.Level.ERROR, "connection of " + channel.peer().address(), failure);
            channel.close(new CloseReason(1011, "Internal error"));
        } finally {
            channels.remove(channel);
        }
    }

    /** Closes every channel: the daemon goes away. */
    @Override
    public void close() {
        channels.forEach(channel -> channel.close(CloseReason.GOING_AWAY));
    }

    /** Tells every client. */
    public void broadcast(Payload payload) {
        Frame frame = new Frame.Text(codec.encode(payload));
        sessions.all().forEach(session -> session.send(frame));
    }

    /** How long a channel may be open without a hello. */
    Duration helloLimit() {
        return helloLimit;
    }

    Codec codec() {
        return codec;
    }

    Sessions sessions() {
        return sessions;
    }

    RequestRouter router() {
        return router;
    }

    ConnectionPayload.ServerInfo serverInfo() {
        return serverInfo;
    }
}
