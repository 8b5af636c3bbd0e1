package sh.paseo.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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

    /**
     * What the agent's newest process wrote, from a start of a line on; empty if nothing is kept of a process.
     *
     * @param from   offset in its journal, bytes
     * @param atMost about so many bytes, but one line at least if a whole one is there
     */
    Optional<JournalExcerpt> journal(AgentId agent, long from, int atMost);

    /** Removes all that is kept for the agent; its process must have ended. */
    void forget(AgentId agent);

    /**
     * The agents for which an earlier daemon of this home left something, with their newest process; empty where it is not known
     * enough to be taken over. Reads, and changes nothing.
     */
    Map<AgentId, Optional<LeftProcess>> left();

    /** Ends what an earlier daemon left of these agents, with all descendants, and removes its journals. Returns when nothing runs. */
    void reap(Set<AgentId> agents);

    /** Lets go of every process, which goes on for a later daemon; what was being written to one is written to its end. */
    void leave();

    /** Ends every process. Idempotent. */
    @Override
    void close();
}
