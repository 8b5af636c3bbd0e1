/**
 * Connections of the user who runs the daemon, on Unix sockets. All checks of what arrives are the host's; this sees to it that nobody
 * else gets to the socket.
 *
 * <p>Read {@link sh.paseo.transport.unix.UnixTransport} and {@link sh.paseo.transport.unix.SocketFile}.
 */
package sh.paseo.transport.unix;
