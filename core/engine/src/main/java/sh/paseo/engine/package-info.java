/**
 * Agents, their turns, timelines and permissions: a pure state machine for each agent, the threads that feed it, and ports to
 * the store, the processes and the providers.
 *
 * <p>Read {@link sh.paseo.engine.AgentState} first, then {@link sh.paseo.engine.Store}.
 */
package sh.paseo.engine;
