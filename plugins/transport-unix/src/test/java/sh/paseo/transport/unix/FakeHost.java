package sh.paseo.transport.unix;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import sh.paseo.api.transport.Acceptor;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.api.transport.Listeners;
import sh.paseo.api.transport.TransportContext;

/** A host that binds sockets and accepts nothing. */
record FakeHost(List<ListenAddress> addresses) implements TransportContext, Listeners {
    static FakeHost with(ListenAddress... addresses) {
        return new FakeHost(List.of(addresses));
    }

    @Override
    public Listener open(ListenAddress address) {
        try {
            ServerSocketChannel bound = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            bound.bind(UnixDomainSocketAddress.of(((ListenAddress.Unix) address).path()));
            return new Bound(address, bound);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Bound(ListenAddress address, ServerSocketChannel channel) implements Listener {
        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public Listeners listeners() {
        return this;
    }

    @Override
    public Acceptor acceptor() {
        throw new UnsupportedOperationException("a listening transport makes no channels by itself");
    }

    @Override
    public JsonObject settings() {
        return JsonValue.EMPTY_JSON_OBJECT;
    }

    @Override
    public InstantSource clock() {
        return Clock.systemUTC();
    }

    @Override
    public System.Logger log() {
        return System.getLogger("unix");
    }
}
