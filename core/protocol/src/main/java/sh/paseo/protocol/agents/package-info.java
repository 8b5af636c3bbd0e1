/**
 * Agents: their snapshots, the requests that change them and the events they send.
 *
 * <p>Read {@link sh.paseo.protocol.agents.AgentSnapshot} first.
 */
package sh.paseo.protocol.agents;
