package sh.paseo.api.process;

/** A process of an agent. <b>Thread</b>: any. */
public interface AgentProcess {
    long pid();

    boolean alive();

    /** Asks the process to end by its end signal and returns at once; the host kills it, and what it left, after 5 seconds. */
    void end();
}
