/**
 * The folder in which the daemon keeps everything: made private, checked, locked for as long as the daemon lives.
 *
 * <p>Read {@link sh.paseo.daemon.home.HomeFolder} first, then {@link sh.paseo.daemon.home.Ownership}.
 */
package sh.paseo.daemon.home;
