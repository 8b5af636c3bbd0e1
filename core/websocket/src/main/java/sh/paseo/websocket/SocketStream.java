package sh.paseo.websocket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A TCP socket as a byte stream. */
final class SocketStream implements ByteStream {
    private final Socket socket;
    private final InputStream input;
    private final OutputStream output;

    SocketStream(Socket socket) throws IOException {
        this(socket, socket);
    }

    /** Reads and writes one and closes the other, on which it rests. */
    SocketStream(Socket socket, Socket below) throws IOException {
        this.socket = below;
        this.input = socket.getInputStream();
        this.output = socket.getOutputStream();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return input.read(into, offset, length);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        output.write(bytes, offset, length);
    }

    @Override
    public void close() {
        Quiet.close(socket);
    }
}
