/**
 * Direct connections on TCP addresses. All checks of what arrives are the host's.
 *
 * <p>Read {@link sh.paseo.transport.tcp.TcpTransport} and {@link sh.paseo.transport.tcp.RunningTcp}.
 */
package sh.paseo.transport.tcp;
