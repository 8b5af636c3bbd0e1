/**
 * Agents' processes, made so that they outlive the daemon: standard input is a FIFO that the agent itself holds open, standard
 * output an append-only file, the journal, that one thread follows.
 *
 * <p>Read {@link sh.paseo.daemon.processes.FileProcessHost} first, then {@link sh.paseo.daemon.processes.Journal}.
 *
 * <pre>
 * $PASEO_HOME/agents/ID/          0700
 *   state/                        0700  lent to the agent's session
 *   006955b900-1a2b3c4d/          0700  one process: when it was started, in hexadecimal seconds, and a random number
 *     in                          0600  FIFO
 *     out                         0600  journal
 *     err                         0600  standard error, cut to nothing above a limit
 *     process.json                0600  who the process is, see {@link sh.paseo.daemon.processes.ProcessRecord}
 * </pre>
 *
 * <p>A process inherits the daemon's umask, which therefore must be the user's: the daemon creates its private files with
 * explicit modes and nobody sets a umask, neither here nor in the launcher. Java cannot set it for a child alone.
 */
package sh.paseo.daemon.processes;
