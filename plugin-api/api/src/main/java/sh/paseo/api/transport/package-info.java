/**
 * How clients' connections reach the host. A transport opens listeners or dials out and hands every message channel to the
 * {@link sh.paseo.api.transport.Acceptor}, the one sink; what a channel may do follows from where it came from.
 *
 * <p>Read {@link sh.paseo.api.transport.Transport} and {@link sh.paseo.api.transport.MessageChannel} first.
 */
package sh.paseo.api.transport;
