package sh.paseo.transport.tcp;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sh.paseo.api.PluginException;
import sh.paseo.api.transport.Endpoint;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.api.transport.Listeners.Listener;
import sh.paseo.api.transport.RunningTransport;
import sh.paseo.api.transport.TransportContext;
import sh.paseo.api.transport.TransportHealth;
import sh.paseo.transport.tcp.LocalAddresses.Place;

/**
 * Listeners that are open, and addresses that are waited for by one virtual thread.
 *
 * <p><b>Thread</b>: any.
 */
final class RunningTcp implements RunningTransport {
    private final TransportContext context;
    private final LocalAddresses local;
    private final Backoff backoff;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Listener> open = new ArrayList<>();
    private final Map<ListenAddress.Tcp, String> waiting = new LinkedHashMap<>();
    private boolean closed;

    RunningTcp(TransportContext context, LocalAddresses local, Backoff backoff) {
        this.context = context;
        this.local = local;
        this.backoff = backoff;
    }

    void open(List<ListenAddress.Tcp> addresses) {
        try {
            for (ListenAddress.Tcp address : addresses) {
                openOrWait(address);
            }
        } catch (PluginException e) {
            close();
            throw e;
        }
        if (isWaiting()) {
            Thread.ofVirtual().name("transport-tcp-retry").start(this::retry);
        }
    }

    private void openOrWait(ListenAddress.Tcp address) {
        try {
            opened(context.listeners().open(address));
        } catch (PluginException e) {
            if (local.of(address.host()) != Place.ELSEWHERE) {
                throw explained(address, e);
            }
            String reason = "this machine has no address " + address.host() + " yet";
            context.log().log(Level.INFO, "waiting to listen on {0}: {1}", address, reason);
            wait(address, reason);
        }
    }

    private static PluginException explained(ListenAddress.Tcp address, PluginException e) {
        return new PluginException(PluginException.Code.IO, e.getMessage() + ". If another program uses port " + address.port()
                + ", stop it, or listen elsewhere with --listen or daemon.listen", e);
    }

    private void opened(Listener listener) {
        if (!keep(listener)) {
            listener.close();
            return;
        }
        context.log().log(Level.INFO, "listening on {0}", listener.address());
        if (listener.address() instanceof ListenAddress.Tcp tcp && local.of(tcp.host()) != Place.LOOPBACK) {
            context.log().log(Level.WARNING, "{0} can be reached from other machines: without a password every device on these networks "
                    + "can run commands as you, and daemon.allowedHosts does not prevent it; set one with: paseo daemon set-password, "
                    + "then: paseo daemon restart", tcp);
        }
    }

    private synchronized boolean keep(Listener listener) {
        if (!closed) {
            open.add(listener);
        }
        return !closed;
    }

    private synchronized void wait(ListenAddress.Tcp address, String reason) {
        waiting.put(address, reason);
    }

    private synchronized boolean isWaiting() {
        return !waiting.isEmpty();
    }

    private synchronized List<ListenAddress.Tcp> waitedFor() {
        return List.copyOf(waiting.keySet());
    }

    private synchronized void arrived(ListenAddress.Tcp address) {
        waiting.remove(address);
    }

    private void retry() {
        Duration pause = backoff.first();
        try {
            while (isWaiting() && !stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                waitedFor().forEach(this::tryAgain);
                pause = backoff.after(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Once started, trouble with one address no longer takes the others down: it is shown, and tried again. */
    private void tryAgain(ListenAddress.Tcp address) {
        if (local.of(address.host()) == Place.ELSEWHERE) {
            return;
        }
        try {
            opened(context.listeners().open(address));
            arrived(address);
        } catch (PluginException e) {
            wait(address, e.getMessage());
        }
    }

    @Override
    public synchronized List<Endpoint> endpoints() {
        return open.stream().map(listener -> new Endpoint(listener.address().toString())).toList();
    }

    @Override
    public synchronized TransportHealth health() {
        if (closed) {
            return new TransportHealth(TransportHealth.State.DOWN, "stopped");
        }
        if (!waiting.isEmpty()) {
            List<String> reasons = new ArrayList<>();
            waiting.forEach((address, reason) -> reasons.add(address + ": " + reason));
            return new TransportHealth(TransportHealth.State.WAITING, String.join("; ", reasons));
        }
        if (open.isEmpty()) {
            return new TransportHealth(TransportHealth.State.DOWN, "daemon.listen names no TCP address");
        }
        return TransportHealth.up();
    }

    @Override
    public void close() {
        stopped.countDown();
        takeOpen().forEach(Listener::close);
    }

    private synchronized List<Listener> takeOpen() {
        closed = true;
        waiting.clear();
        List<Listener> taken = List.copyOf(open);
        open.clear();
        return taken;
    }
}
