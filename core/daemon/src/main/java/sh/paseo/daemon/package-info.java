/** The daemon: puts the parts together, runs until it is told to stop. Read {@link sh.paseo.daemon.Daemon}. */
package sh.paseo.daemon;
