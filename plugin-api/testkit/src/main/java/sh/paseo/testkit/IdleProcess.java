package sh.paseo.testkit;

import java.util.concurrent.atomic.AtomicBoolean;
import sh.paseo.api.process.AgentProcess;

/** A process that lives until it is asked to end, and writes only what a test gives to the session. <b>Thread</b>: any. */
public final class IdleProcess implements AgentProcess {
    private final AtomicBoolean asked = new AtomicBoolean();

    @Override
    public long pid() {
        return 1;
    }

    @Override
    public boolean alive() {
        return !asked.get();
    }

    @Override
    public void end() {
        asked.set(true);
    }
}
