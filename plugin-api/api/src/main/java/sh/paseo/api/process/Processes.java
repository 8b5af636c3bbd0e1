package sh.paseo.api.process;

/** Starts agents' processes, so that they outlive the host: standard input from a FIFO, standard output to a journal. */
public interface Processes {
    /**
     * Starts the session's process. Its lines reach {@code AgentSession.onLine}, its end {@code onExit}.
     *
     * <p><b>Limits</b>: one process at a time in a session. <b>Errors</b>: {@code MISSING} if the program or the folder is not
     * there, {@code IO} otherwise; nothing runs then.
     */
    AgentProcess start(ProcessSpec spec);
}
