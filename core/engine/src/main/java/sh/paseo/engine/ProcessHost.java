package sh.paseo.engine;

import java.nio.file.Path;
import java.util.Set;
import sh.paseo.api.AgentId;
import sh.paseo.api.process.Programs;

/** Port to whoever runs agents' processes. <b>Thread</b>: any. */
public interface ProcessHost extends AutoCloseable {
    /** The processes of one agent; the listener hears of one process at a time. */
    AgentProcesses agent(AgentId agent, ProcessListener listener);

    Programs programs();

    /** A private folder that lives as long as the agent. */
    Path stateDirectory(AgentId agent);

    /** Removes all that is kept for the agent; its process must have ended. */
    void forget(AgentId agent);

    /**
     * Ends every process that an earlier daemon of this home left, with all its descendants, and returns the agents that had one.
     */
    Set<AgentId> reap();

    /** Ends every process. Idempotent. */
    @Override
    void close();
}
