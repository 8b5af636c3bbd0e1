package sh.paseo.hosting;

import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the sockets that have not said hello yet, and all sockets of each address. <b>Thread</b>: any. */
final class Strangers {
    private final int limit;
    private final int perAddress;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<String, Integer> sockets = new ConcurrentHashMap<>();

    Strangers(int limit, int perAddress) {
        this.limit = limit;
        this.perAddress = perAddress;
    }

    /** A place among the strangers; {@code admitted} is false if there was none, or too many from there. */
    Place enter(SocketAddress remote) {
        boolean unix = remote instanceof UnixDomainSocketAddress;
        Optional<String> from = unix ? Optional.empty() : Optional.of(Peers.network(remote));
        boolean tooMany = from.isPresent() && sockets.merge(from.get(), 1, Integer::sum) > perAddress;
        if (!tooMany && count.incrementAndGet() <= limit + (unix ? HostingLimits.RESERVED_FOR_UNIX : 0)) {
            return new Place(true, from);
        }
        if (!tooMany) {
            count.decrementAndGet();
        }
        from.ifPresent(this::gone);
        return new Place(false, Optional.empty());
    }

    private void gone(String from) {
        sockets.computeIfPresent(from, (address, many) -> many == 1 ? null : many - 1);
    }

    int count() {
        return count.get();
    }

    /** Of one socket. Each part is given back once. */
    final class Place {
        private final boolean admitted;
        private final AtomicBoolean stranger;
        private final AtomicBoolean there;
        private final Optional<String> from;

        private Place(boolean admitted, Optional<String> from) {
            this.admitted = admitted;
            this.stranger = new AtomicBoolean(admitted);
            this.there = new AtomicBoolean(admitted);
            this.from = from;
        }

        boolean admitted() {
            return admitted;
        }

        /** It has said hello. */
        void known() {
            if (stranger.compareAndSet(true, false)) {
                count.decrementAndGet();
            }
        }

        /** Its connection has ended. */
        void leave() {
            known();
            if (there.compareAndSet(true, false)) {
                from.ifPresent(Strangers.this::gone);
            }
        }
    }
}
