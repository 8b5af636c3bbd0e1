/**
 * For people who write plugins: contract suites that a plugin passes, and what stands in for the host and the world meanwhile.
 *
 * <p>Read {@link sh.paseo.testkit.AgentProviderContract} first if you write an agent provider; {@link sh.paseo.testkit.ModelServer}
 * and {@link sh.paseo.testkit.ScriptedAgent} stand in for a model and for an agent's program.
 */
package sh.paseo.testkit;
