package sh.paseo.daemon.processes;

import java.util.concurrent.ScheduledExecutorService;

/** What all agents of a host share. */
record Workshop(AgentFolders folders, ProcessTable table, ProcessLauncher launcher, JournalThread journals, ScheduledExecutorService fifo,
        TreeEnder ender,
        ProcessLimits limits) {}
