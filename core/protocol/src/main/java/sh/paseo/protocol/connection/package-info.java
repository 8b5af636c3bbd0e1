/** Hello, server_info, ping, presence, restart and shutdown. Read {@link sh.paseo.protocol.connection.Greeting} first. */
package sh.paseo.protocol.connection;
