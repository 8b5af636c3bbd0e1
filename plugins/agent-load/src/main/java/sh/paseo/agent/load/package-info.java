/**
 * An agent that generates load, waits, asks, fails and dies on request, for measurements and tests.
 *
 * <p>Read {@link sh.paseo.agent.load.LoadProvider} first, then {@code Task}, which lists what it can be told to do.
 */
package sh.paseo.agent.load;
