package sh.paseo.websocket;

import java.io.IOException;
import java.net.Socket;

/** What lies between a client's socket and its WebSocket. */
@FunctionalInterface
public interface SocketLayer {
    /**
     * Does what is to be done first, with the socket's own read timeout.
     *
     * <p><b>Errors</b>: {@link IOException}; the socket is closed by who gave it.
     *
     * @param host as the user names it
     */
    ByteStream over(Socket socket, String host) throws IOException;
}
