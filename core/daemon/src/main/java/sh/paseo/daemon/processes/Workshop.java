package sh.paseo.daemon.processes;

/** What all agents of a host share. */
record Workshop(AgentFolders folders, ProcessLauncher launcher, JournalThread journals, FifoWriter.Desk desk, TreeEnder ender,
                ProcessLimits limits) {
}
