/**
 * The client library: how a program finds a daemon, says hello to it and exchanges messages with it. Read {@link
 * sh.paseo.cli.client.DaemonConnection}
 * first, then {@link sh.paseo.cli.client.DaemonLocator}.
 */
package sh.paseo.cli.client;
