package sh.paseo.transport.unix;

import java.util.ArrayList;
import java.util.List;
import sh.paseo.api.PluginException;
import sh.paseo.api.transport.Endpoint;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.api.transport.Listeners;
import sh.paseo.api.transport.Listeners.Listener;
import sh.paseo.api.transport.RunningTransport;
import sh.paseo.api.transport.TransportHealth;

/**
 * Sockets that are open.
 *
 * <p><b>Thread</b>: any.
 */
final class RunningUnix implements RunningTransport {
    private record Open(Listener listener, SocketFile file) {}

    private final List<Open> open = new ArrayList<>();
    private boolean closed;

    synchronized void open(ListenAddress.Unix address, Listeners listeners) {
        SocketFile file = SocketFile.prepared(address);
        Listener listener = listeners.open(address);
        try {
            file.bound();
        } catch (PluginException e) {
            listener.close();
            throw e;
        }
        open.add(new Open(listener, file));
    }

    @Override
    public synchronized List<Endpoint> endpoints() {
        return open.stream().map(one -> new Endpoint(one.listener().address().toString())).toList();
    }

    @Override
    public synchronized TransportHealth health() {
        if (closed) {
            return new TransportHealth(TransportHealth.State.DOWN, "stopped");
        }
        return open.isEmpty() ? new TransportHealth(TransportHealth.State.DOWN, "daemon.listen names no Unix socket")
                : TransportHealth.up();
    }

    @Override
    public synchronized void close() {
        closed = true;
        open.forEach(one -> {
            one.listener().close();
            one.file().remove();
        });
        open.clear();
    }
}
