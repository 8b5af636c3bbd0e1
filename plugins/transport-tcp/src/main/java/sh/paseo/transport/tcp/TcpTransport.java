package sh.paseo.transport.tcp;

import java.util.List;
import sh.paseo.api.TransportId;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.api.transport.RunningTransport;
import sh.paseo.api.transport.Transport;
import sh.paseo.api.transport.TransportContext;
import sh.paseo.api.transport.TransportDescriptor;

/** Listens on the TCP addresses of {@code daemon.listen}. */
public final class TcpTransport implements Transport {
    private static final TransportDescriptor DESCRIPTOR = new TransportDescriptor(new TransportId("tcp"), "TCP");

    private final LocalAddresses local;
    private final Backoff backoff;

    public TcpTransport() {
        this(LocalAddresses.OF_THIS_MACHINE, Backoff.DEFAULT);
    }

    TcpTransport(LocalAddresses local, Backoff backoff) {
        this.local = local;
        this.backoff = backoff;
    }

    @Override
    public TransportDescriptor descriptor() {
        return DESCRIPTOR;
    }

    /**
     * Opens every address. One that this machine does not have yet is tried again later.
     *
     * <p><b>Errors</b>: {@code IO} if an address cannot be opened for another reason, with what to do about it; nothing is open then.
     */
    @Override
    public RunningTransport start(TransportContext context) {
        List<ListenAddress.Tcp> addresses = context.addresses().stream()
                .filter(ListenAddress.Tcp.class::isInstance)
                .map(ListenAddress.Tcp.class::cast)
                .distinct()
                .toList();
        RunningTcp running = new RunningTcp(context, local, backoff);
        running.open(addresses);
        return running;
    }
}
