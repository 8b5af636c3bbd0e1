/**
 * How an agent is driven: the host opens a session of a provider, asks things of it by calling its methods, and is told what
 * happens by events.
 *
 * <p>Read {@link sh.paseo.api.agent.AgentProvider} first, then {@link sh.paseo.api.agent.AgentSession}; the order of events is
 * part of the contract and stands at {@link sh.paseo.api.agent.AgentEvent}.
 */
package sh.paseo.api.agent;
