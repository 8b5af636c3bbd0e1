package sh.paseo.transport.tcp;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.text.MessageFormat;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import sh.paseo.api.PluginException;
import sh.paseo.api.transport.Acceptor;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.api.transport.Listeners;
import sh.paseo.api.transport.TransportContext;

/** A host whose machine has the addresses and taken ports a test gives it; opens nothing real. */
final class FakeHost implements TransportContext, Listeners, LocalAddresses {
    final Set<String> missing = ConcurrentHashMap.newKeySet();
    final Set<Integer> taken = ConcurrentHashMap.newKeySet();
    final List<ListenAddress> open = new CopyOnWriteArrayList<>();
    final List<String> warnings = new CopyOnWriteArrayList<>();
    private final List<ListenAddress> addresses;

    FakeHost(ListenAddress... addresses) {
        this.addresses = List.of(addresses);
    }

    @Override
    public Place of(String host) {
        if (missing.contains(host)) {
            return Place.ELSEWHERE;
        }
        return host.equals("127.0.0.1") || host.equals("::1") ? Place.LOOPBACK : Place.NETWORK;
    }

    @Override
    public Listener open(ListenAddress address) {
        ListenAddress.Tcp tcp = (ListenAddress.Tcp) address;
        if (missing.contains(tcp.host())) {
            throw new PluginException(PluginException.Code.IO, "cannot listen on " + address + ": Cannot assign requested address");
        }
        if (taken.contains(tcp.port())) {
            throw new PluginException(PluginException.Code.IO, "cannot listen on " + address + ": Address already in use");
        }
        ListenAddress bound = tcp.port() == 0 ? new ListenAddress.Tcp(tcp.host(), 40_000) : tcp;
        open.add(bound);
        return new Listener() {
            @Override
            public ListenAddress address() {
                return bound;
            }

            @Override
            public void close() {
                open.remove(bound);
            }
        };
    }

    @Override
    public List<ListenAddress> addresses() {
        return addresses;
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
        return new System.Logger() {
            @Override
            public String getName() {
                return "tcp";
            }

            @Override
            public boolean isLoggable(Level level) {
                return true;
            }

            @Override
            public void log(Level level, ResourceBundle bundle, String text, Throwable thrown) {
                log(level, bundle, text, new Object[0]);
            }

            @Override
            public void log(Level level, ResourceBundle bundle, String format, Object... params) {
                if (level == Level.WARNING) {
                    warnings.add(MessageFormat.format(format, params));
                }
            }
        };
    }
}
