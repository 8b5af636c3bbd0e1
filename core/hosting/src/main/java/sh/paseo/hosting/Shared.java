package sh.paseo.hosting;

import sh.paseo.websocket.ByteBudget;
import sh.paseo.websocket.ConnectionWatch;

/** What all listeners have in common: the limits hold over all of them together. */
record Shared(HostingLimits limits, Strangers strangers, Deadline deadline, ByteBudget budget, ConnectionWatch watch) {
    static Shared of(HostingLimits limits) {
        return new Shared(limits, new Strangers(limits.strangers()), new Deadline(), new ByteBudget(limits.bytesInFlight()),
                new ConnectionWatch());
    }
}
