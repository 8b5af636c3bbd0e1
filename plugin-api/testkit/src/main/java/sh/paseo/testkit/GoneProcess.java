package sh.paseo.testkit;

import sh.paseo.api.process.AgentProcess;

/** A process that has ended; for replaying what it wrote. */
public record GoneProcess(long pid) implements AgentProcess {
    @Override
    public boolean alive() {
        return false;
    }

    @Override
    public void end() {
        // It has.
    }
}
