package sh.paseo.it;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A connection over TCP or a Unix socket that sends what it is told to, right or wrong, as plain requests or as frames. The mask of its
 * frames is zero, so that bytes go out as they are.
 */
final class RawWire implements AutoCloseable {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int PING = 9;
    static final String HEALTH = "GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static final int CLOSE = 8;
    private static final int FIN = 0x80;
    private static final byte[] MASK = new byte[4];
    private static final Pattern LENGTH = Pattern.compile("(?i)Content-Length: (\\d+)\r\n");

    private final SocketChannel channel;
    private final DataInputStream in;

    private RawWire(SocketChannel channel) {
        this.channel = channel;
        this.in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
    }

    /** @param address {@code 127.0.0.1:PORT} or {@code unix:///PATH} */
    static RawWire open(String address) throws IOException {
        if (address.startsWith(UnixSockets.PREFIX)) {
            return new RawWire(SocketChannel.open(UnixDomainSocketAddress.of(address.substring(UnixSockets.PREFIX.length()))));
        }
        var colon = address.lastIndexOf(':');
        return new RawWire(SocketChannel
                .open(new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)))));
    }

    /** An upgraded connection that has said hello and was let in. */
    static RawWire greeted(String address, String client) throws IOException {
        var wire = open(address);
        try {
            wire.upgrade();
            wire.text("{\"type\":\"hello\",\"clientId\":\"" + client + "\",\"clientType\":\"cli\",\"protocolVersion\":1}");
            wire.awaitText("server_info");
            return wire;
        } catch (IOException | AssertionError e) {
            wire.close();
            throw e;
        }
    }

    void upgrade() throws IOException {
        var status = ask("GET /ws HTTP/1.1\r\nHost: localhost\r\n" + RawRequest.UPGRADE + "\r\n");
        if (status != 101) {
            throw new IOException("not upgraded but answered " + status);
        }
    }

    /** The status of the answer to a plain request, which is read to its end; -1 if there is none. */
    int ask(String request) throws IOException {
        raw(request.getBytes(StandardCharsets.ISO_8859_1));
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            var next = in.read();
            if (next < 0) {
                return -1;
            }
            head.write(next);
        }
        var text = head.toString(StandardCharsets.ISO_8859_1);
        var length = LENGTH.matcher(text);
        in.skipNBytes(length.find() ? Long.parseLong(length.group(1)) : 0);
        return Integer.parseInt(text.substring(9, 12));
    }

    /** The agents, asked for over a connection that is greeted. */
    String fetchAgents() throws IOException {
        text("{\"type\":\"session\",\"message\":{\"type\":\"fetch_agents_request\",\"requestId\":\"r1\"}}");
        return awaitText("\"requestId\":\"r1\"");
    }

    void raw(byte[] bytes) throws IOException {
        for (var left = ByteBuffer.wrap(bytes); left.hasRemaining();) {
            channel.write(left);
        }
    }

    void text(String text) throws IOException {
        frame(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
    }

    void frame(int opcode, boolean last, byte[] payload) throws IOException {
        raw(header(opcode, last, payload.length));
        raw(payload);
    }

    /** A frame's header that claims this length, which may be impossible. */
    static byte[] header(int opcode, boolean last, long length) {
        var header = ByteBuffer.allocate(14).put((byte) (opcode | (last ? FIN : 0)));
        if (length >= 0 && length < 126) {
            header.put((byte) (FIN | length));
        } else {
            header.put((byte) (FIN | 127)).putLong(length);
            if (length >= 126 && length < 65_536) {
                header.position(1).put((byte) (FIN | 126)).putShort((short) length);
            }
        }
        header.put(MASK).flip();
        var bytes = new byte[header.remaining()];
        header.get(bytes);
        return bytes;
    }

    /** The next text with these words. */
    String awaitText(String words) throws IOException {
        while (true) {
            var frame = next();
            var text = new String(frame.payload(), StandardCharsets.UTF_8);
            if (frame.opcode() == TEXT && text.contains(words)) {
                return text;
            }
            if (frame.opcode() == CLOSE) {
                throw new IOException("closed with " + frame.closeCode() + " before " + words);
            }
        }
    }

    /** Reads on until the daemon closes; -1 if the connection ends without a word. */
    int closeCode() throws IOException {
        try {
            while (true) {
                var frame = next();
                if (frame.opcode() == CLOSE) {
                    return frame.closeCode();
                }
            }
        } catch (EOFException e) {
            return -1;
        }
    }

    private record Received(int opcode, byte[] payload) {
        int closeCode() {
            return ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }
    }

    private Received next() throws IOException {
        var opcode = in.readUnsignedByte() & 0x0F;
        var length = in.readUnsignedByte();
        var bytes = length < 126 ? length : length == 126 ? in.readUnsignedShort() : Math.toIntExact(in.readLong());
        return new Received(opcode, in.readNBytes(bytes));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
