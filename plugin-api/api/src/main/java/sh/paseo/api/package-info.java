/**
 * What every part of Paseo and every plugin shares: identifiers and the one exception type of the plugin API.
 *
 * <p>Read {@link sh.paseo.api.agent.AgentProvider} to drive an agent and {@link sh.paseo.api.transport.Transport} to carry
 * client connections. The API is append-only: a removed or retyped signature fails the build.
 */
package sh.paseo.api;
