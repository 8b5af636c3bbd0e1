/** The daemon's log file. Read {@link sh.paseo.daemon.log.DaemonLog}. */
package sh.paseo.daemon.log;
