package sh.paseo.transport.unix;

import java.lang.System.Logger.Level;
import java.util.List;
import sh.paseo.api.PluginException;
import sh.paseo.api.TransportId;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.api.transport.RunningTransport;
import sh.paseo.api.transport.Transport;
import sh.paseo.api.transport.TransportContext;
import sh.paseo.api.transport.TransportDescriptor;

/** Listens on the Unix sockets of {@code daemon.listen}. */
public final class UnixTransport implements Transport {
    private static final TransportDescriptor DESCRIPTOR = new TransportDescriptor(new TransportId("unix"), "Unix socket");

    @Override
    public TransportDescriptor descriptor() {
        return DESCRIPTOR;
    }

    /**
     * Opens every socket, each in a folder that only this user can enter.
     *
     * <p><b>Errors</b>: {@code IO} if a socket cannot be opened or would not be private, with what to do about it; nothing is open then.
     */
    @Override
    public RunningTransport start(TransportContext context) {
        List<ListenAddress.Unix> addresses = context.addresses().stream()
                .filter(ListenAddress.Unix.class::isInstance)
                .map(ListenAddress.Unix.class::cast)
                .distinct()
                .toList();
        RunningUnix running = new RunningUnix();
        try {
            for (ListenAddress.Unix address : addresses) {
                running.open(address, context.listeners());
                context.log().log(Level.INFO, "listening on {0}", address);
            }
            return running;
        } catch (PluginException e) {
            running.close();
            throw e;
        }
    }
}
