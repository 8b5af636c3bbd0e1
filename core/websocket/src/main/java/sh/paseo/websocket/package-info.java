/**
 * RFC 6455 for both roles: an incremental codec and a message channel over any duplex byte stream.
 *
 * <p>Read {@link sh.paseo.websocket.WebSocketConnection} and {@link sh.paseo.websocket.Rfc6455Codec} first. Servers take over a
 * stream after {@link sh.paseo.websocket.ServerHandshake}; clients start with {@link sh.paseo.websocket.WebSocketClient}.
 */
package sh.paseo.websocket;
