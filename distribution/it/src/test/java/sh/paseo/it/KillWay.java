package sh.paseo.it;

/** What is killed, and how. */
enum KillWay {
    /** The daemon, with SIGKILL. */
    KILL,
    /** The daemon, with SIGTERM. */
    TERM,
    /** The daemon ends because a client asks for it, and its launcher starts it again. */
    RESTART,
    /** The daemon stands still for a while; then it goes on. */
    FREEZE,
    /** The daemon stands still for a while; then it is killed. */
    FREEZE_KILL,
    /** The agent's program alone, with SIGKILL. */
    AGENT,
    /** The agent's program, and the daemon some milliseconds later. */
    AGENT_FIRST,
    /** The daemon, and the agent's program some milliseconds later or while the next daemon starts. */
    DAEMON_FIRST;

    boolean endsDaemon() {
        return this != FREEZE && this != AGENT;
    }

    boolean endsAgent() {
        return this == AGENT || this == AGENT_FIRST || this == DAEMON_FIRST;
    }
}
