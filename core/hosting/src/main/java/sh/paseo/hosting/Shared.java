package sh.paseo.hosting;

import java.util.Optional;
import sh.paseo.websocket.ByteBudget;
import sh.paseo.websocket.ConnectionWatch;

/** What all listeners have in common: the limits and the counts of wrong passwords hold over all of them together. */
record Shared(HostingLimits limits, PasswordGate passwords, Strangers strangers, Deadline deadline, ByteBudget budget,
        ConnectionWatch watch) {
    static Shared of(HostingLimits limits, Optional<PasswordCheck> password) {
        return new Shared(limits, new PasswordGate(password), new Strangers(limits.strangers()), new Deadline(),
                new ByteBudget(limits.bytesInFlight()), new ConnectionWatch());
    }
}
