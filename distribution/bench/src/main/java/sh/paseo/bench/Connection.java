package sh.paseo.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/** A WebSocket connection of the lightest kind that still is one. <b>Thread</b>: one. */
final class Connection implements AutoCloseable {
    private static final byte[] HEAD_END = Bytes.of("\r\n\r\n");
    private static final int MASKED = 0x80;
    private static final int FIN = 0x80;

    private final SocketChannel channel;
    private final FrameBuffer frames = new FrameBuffer();

    private Connection(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects and upgrades. <b>Errors</b>: {@code IOException} if nobody listens or the upgrade is refused; nothing is open then. */
    static Connection open(int port) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            Connection connection = new Connection(channel);
            connection.upgrade(port);
            return connection;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    SocketChannel channel() {
        return channel;
    }

    FrameBuffer frames() {
        return frames;
    }

    /** Reads what has come, once; false at the end of the stream. */
    boolean read() throws IOException {
        return readSome() >= 0;
    }

    /** As {@link #read}; how many bytes, negative at the end of the stream. */
    int readSome() throws IOException {
        int count = channel.read(frames.room());
        if (count > 0) {
            frames.filled(count);
        }
        return count;
    }

    void sendText(byte[] text) throws IOException {
        send(FrameBuffer.TEXT, text, 0, text.length);
    }

    void sendPing(byte[] payload) throws IOException {
        send(FrameBuffer.PING, payload, 0, payload.length);
    }

    /** Waits for the next message that is not a ping, which it answers. Only for a blocking channel. */
    void await() throws IOException {
        while (true) {
            while (frames.next()) {
                switch (frames.opcode()) {
                    case FrameBuffer.PING -> pong();
                    case FrameBuffer.CLOSE -> throw new BenchException("the server closed the connection: " + closeReason());
                    default -> {
                        return;
                    }
                }
            }
            if (!read()) {
                throw new BenchException("the server closed the connection");
            }
        }
    }

    void pong() throws IOException {
        send(FrameBuffer.PONG, frames.array(), frames.offset(), frames.length());
    }

    String closeReason() {
        int length = frames.length();
        if (length < 2) {
            return "no reason";
        }
        byte[] bytes = frames.array();
        int code = (bytes[frames.offset()] & 0xff) << 8 | bytes[frames.offset() + 1] & 0xff;
        return code + " " + new String(bytes, frames.offset() + 2, length - 2, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new BenchException("cannot close a connection", e);
        }
    }

    private void upgrade(int port) throws IOException {
        byte[] key = new byte[16];
        ThreadLocalRandom.current().nextBytes(key);
        String head = "GET /ws HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + Base64.getEncoder().encodeToString(key) + "\r\n\r\n";
        writeAll(ByteBuffer.wrap(Bytes.of(head)));
        while (frames.take(HEAD_END) < 0) {
            if (!read()) {
                throw new IOException("the server closed the connection instead of upgrading it");
            }
        }
        String answer = new String(frames.array(), frames.offset(), frames.length(), StandardCharsets.ISO_8859_1);
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("the server refused the upgrade: " + answer.lines().findFirst().orElse(""));
        }
    }

    private void send(int opcode, byte[] payload, int offset, int length) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(length + 14);
        out.put((byte) (FIN | opcode));
        if (length < 126) {
            out.put((byte) (MASKED | length));
        } else if (length < 65_536) {
            out.put((byte) (MASKED | 126)).putShort((short) length);
        } else {
            out.put((byte) (MASKED | 127)).putLong(length);
        }
        int mask = ThreadLocalRandom.current().nextInt();
        out.putInt(mask);
        for (int i = 0; i < length; i++) {
            out.put((byte) (payload[offset + i] ^ mask >>> 24 - 8 * (i & 3)));
        }
        writeAll(out.flip());
    }

    private void writeAll(ByteBuffer out) throws IOException {
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }
}
