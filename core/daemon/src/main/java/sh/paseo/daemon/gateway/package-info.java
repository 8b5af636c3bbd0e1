/**
 * The only place that speaks both languages: clients' sessions, their requests, and what they are told of agents.
 *
 * <p>Read {@link sh.paseo.daemon.gateway.Gateway} for connections and {@link sh.paseo.daemon.gateway.RequestRouter} for requests.
 */
package sh.paseo.daemon.gateway;
