package sh.paseo.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A blocking socket channel as a byte stream; Unix domain sockets exist only so. */
final class ChannelStream implements ByteStream {
    /** The system's copy of a heap buffer is as large as what is written at once, and it is kept for the thread's life. */
    private static final int AT_ONCE = 64 * 1024;

    private final SocketChannel channel;

    ChannelStream(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return channel.read(ByteBuffer.wrap(into, offset, length));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        for (int at = offset; at < end; at += AT_ONCE) {
            ByteBuffer piece = ByteBuffer.wrap(bytes, at, Math.min(AT_ONCE, end - at));
            while (piece.hasRemaining()) {
                channel.write(piece);
            }
        }
    }

    @Override
    public void close() {
        Quiet.close(channel);
    }
}
