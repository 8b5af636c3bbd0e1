package sh.paseo.websocket;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The other end of a connection, written without our codec: sends any bytes, good or bad, and reads frames as they come.
 */
final class RawPeer implements AutoCloseable {
    private static final byte[] MASK = {0x37, (byte) 0xFA, 0x21, 0x3D};
    private static final Received END = new Received(-1, true, new byte[0]);

    private final SocketChannel channel;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final List<String> trouble = new ArrayList<>();

    /** A frame, or the end of the stream with opcode -1. */
    record Received(int opcode, boolean fin, byte[] payload) {
        boolean end() {
            return opcode < 0;
        }

        int closeCode() {
            return payload.length < 2 ? 1005 : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
        }
    }

    RawPeer(SocketAddress address) throws IOException {
        channel = SocketChannel.open(address);
        Thread.ofVirtual().start(this::read);
    }

    /** The next frame; fails after the time. */
    Received next(long millis) throws InterruptedException {
        Received next = received.poll(millis, TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError("nothing received within " + millis + " ms");
        }
        return next;
    }

    /** Whether something is received within the time; it stays there. */
    boolean hears(long millis) throws InterruptedException {
        Received next = received.poll(millis, TimeUnit.MILLISECONDS);
        if (next != null) {
            List<Received> rest = new ArrayList<>();
            rest.add(next);
            received.drainTo(rest);
            received.addAll(rest);
        }
        return next != null;
    }

    /** Sends bytes; a peer that has hung up meanwhile is no trouble. */
    void raw(byte[] bytes) throws IOException {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            trouble.add(e.toString());
        }
    }

    void frame(int opcode, boolean fin, int rsv, byte[] payload) throws IOException {
        raw(encode(opcode, fin, rsv, payload));
    }

    void close(int code) throws IOException {
        frame(8, true, 0, new byte[] {(byte) (code >> 8), (byte) code});
    }

    static byte[] encode(int opcode, boolean fin, int rsv, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header(opcode, fin, rsv, payload.length));
        out.writeBytes(masked(payload, 0));
        return out.toByteArray();
    }

    static byte[] header(int opcode, boolean fin, int rsv, long length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write((fin ? 0x80 : 0) | rsv << 4 | opcode);
        if (length < 126) {
            out.write(0x80 | (int) length);
        } else if (length < 65_536) {
            out.write(0x80 | 126);
            out.write((int) length >> 8);
            out.write((int) length);
        } else {
            out.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) (length >> shift));
            }
        }
        out.writeBytes(MASK);
        return out.toByteArray();
    }

    static byte[] masked(byte[] payload, int phase) {
        byte[] masked = payload.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= MASK[i + phase & 3];
        }
        return masked;
    }

    private void read() {
        try {
            DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
            while (true) {
                int first = in.readUnsignedByte();
                int second = in.readUnsignedByte();
                long length = second & 0x7F;
                length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
                byte[] payload = new byte[Math.toIntExact(length)];
                in.readFully(payload);
                if ((first & 0x70) != 0 || (second & 0x80) != 0) {
                    throw new IOException("server sent bits " + first + " " + second);
                }
                received.add(new Received(first & 0x0F, (first & 0x80) != 0, payload));
            }
        } catch (EOFException e) {
            received.add(END);
        } catch (IOException e) {
            trouble.add(e.toString());
            received.add(END);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
