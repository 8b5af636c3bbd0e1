/**
 * Starting programs. No plugin starts a process itself: only so can agents outlive the host.
 *
 * <p>Read {@link sh.paseo.api.process.Processes} for the agent itself and {@link sh.paseo.api.process.Programs} for short helpers.
 */
package sh.paseo.api.process;
