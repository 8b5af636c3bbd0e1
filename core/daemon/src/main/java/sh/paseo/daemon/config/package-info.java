/**
 * What the user has configured, from {@code config.json}, the environment and the command line.
 *
 * <p>Read {@link sh.paseo.daemon.config.Config}.
 */
package sh.paseo.daemon.config;
