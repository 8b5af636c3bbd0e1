package sh.paseo.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import sh.paseo.api.transport.Frame;

/**
 * Our codec: one state machine for both roles. Every rule is checked at the first byte that shows it broken: the length against the
 * limit when the header is there, UTF-8 with each chunk.
 *
 * <pre>
 *   HEADER --header complete--> PAYLOAD --all bytes--> HEADER      (fin: hand out the message)
 *      ^                                                  |
 *      `--------------- control frames in between --------'
 * </pre>
 *
 * Extensions are never negotiated, so a reserved bit is an error.
 *
 * <p><b>Source</b>: RFC 6455, 5.
 */
public final class Rfc6455Codec implements WebSocketCodec {
    private static final int MAX_HEADER = 14;
    private static final int MAX_CONTROL = 125;
    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;

    private final Role role;
    private final int maxFragments;
    private volatile int maxMessage;

    private final byte[] header = new byte[MAX_HEADER];
    private int headerHas;
    private int headerNeeds = 2;

    private boolean inPayload;
    private Opcode opcode;
    private boolean fin;
    private int left;
    private int maskAt;

    private final MessageBuffer message;
    private final MessageBuffer control = new MessageBuffer(ByteBudget.unlimited());
    private final Utf8Check utf8 = new Utf8Check();
    private Opcode messageOpcode = Opcode.CONTINUATION;
    private int fragments;
    private boolean handedOut;

    /** Masks only have to keep scripts in browsers from choosing the bytes on the wire, and we are no browser. */
    private final SplittableRandom masks = new SplittableRandom();

    public Rfc6455Codec(Role role, WebSocketLimits limits, ByteBudget budget) {
        this.role = role;
        this.maxMessage = limits.messageBytes();
        this.maxFragments = limits.fragments();
        this.message = new MessageBuffer(budget);
    }

    @Override
    public Role role() {
        return role;
    }

    @Override
    public void messageLimit(int bytes) {
        maxMessage = bytes;
    }

    @Override
    public long pending() {
        return (long) message.length() + control.length() + headerHas + (messageOpcode == Opcode.CONTINUATION ? 0 : 1);
    }

    @Override
    public void release() {
        message.release();
    }

    @Override
    public Incoming decode(ByteBuffer input) {
        if (handedOut) {
            handedOut = false;
            release();
        }
        while (true) {
            if (!inPayload && !header(input)) {
                return Incoming.NeedMore.INSTANCE;
            }
            if (!payload(input)) {
                return Incoming.NeedMore.INSTANCE;
            }
            inPayload = false;
            headerHas = 0;
            headerNeeds = 2;
            if (opcode.control()) {
                return controlFrame();
            }
            if (fin) {
                return wholeMessage();
            }
        }
    }

    /** Collects the header; true when it is complete and accepted. */
    private boolean header(ByteBuffer input) {
        while (headerHas < headerNeeds) {
            if (!input.hasRemaining()) {
                return false;
            }
            header[headerHas++] = input.get();
            if (headerHas == 1) {
                firstByte(header[0] & 0xFF);
            } else if (headerHas == 2) {
                secondByte(header[1] & 0xFF);
            }
        }
        startPayload();
        return true;
    }

    private void firstByte(int bits) {
        if ((bits & 0x70) != 0) {
            throw violation("reserved bits without an extension");
        }
        opcode = Opcode.of(bits & 0x0F);
        fin = (bits & FIN) != 0;
        if (opcode.control()) {
            if (!fin) {
                throw violation("fragmented control frame");
            }
        } else if (opcode == Opcode.CONTINUATION) {
            if (messageOpcode == Opcode.CONTINUATION) {
                throw violation("continuation of nothing");
            }
        } else if (messageOpcode != Opcode.CONTINUATION) {
            throw violation("new message inside a message");
        }
    }

    private void secondByte(int bits) {
        boolean masked = (bits & MASKED) != 0;
        if (masked != (role == Role.SERVER)) {
            throw violation(masked ? "masked frame from a server" : "unmasked frame from a client");
        }
        int length = bits & 0x7F;
        if (opcode.control() && length > MAX_CONTROL) {
            throw violation("control frame over " + MAX_CONTROL + " bytes");
        }
        if (opcode == Opcode.CLOSE && length == 1) {
            throw violation("close frame with half a code");
        }
        headerNeeds = 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + (masked ? 4 : 0);
    }

    private void startPayload() {
        long length = declaredLength();
        if (!opcode.control()) {
            if (length > maxMessage - (long) message.length()) {
                throw new WebSocketException(WebSocketException.Code.TOO_BIG, "message over " + maxMessage + " bytes");
            }
            if (opcode == Opcode.CONTINUATION) {
                fragments++;
            } else {
                messageOpcode = opcode;
                fragments = 1;
                utf8.reset();
            }
            if (fragments > maxFragments) {
                throw new WebSocketException(WebSocketException.Code.POLICY, "message of more than " + maxFragments + " fragments");
            }
        }
        left = (int) length;
        maskAt = 0;
        inPayload = true;
    }

    private long declaredLength() {
        int length = header[1] & 0x7F;
        if (length < 126) {
            return length;
        }
        int bytes = length == 126 ? 2 : 8;
        long value = 0;
        for (int at = 2; at < 2 + bytes; at++) {
            value = value << 8 | header[at] & 0xFF;
        }
        if (value < 0) {
            throw violation("negative length");
        }
        if (value < (bytes == 2 ? 126 : 65_536)) {
            throw violation("length not in its shortest form");
        }
        return value;
    }

    /** Takes what is there of the payload; true when it is complete. */
    private boolean payload(ByteBuffer input) {
        int count = Math.min(left, input.remaining());
        if (count > 0) {
            MessageBuffer target = opcode.control() ? control : message;
            int at = target.length();
            byte[] bytes = target.room(count, at + left);
            System.arraycopy(input.array(), input.arrayOffset() + input.position(), bytes, at, count);
            input.position(input.position() + count);
            if (role == Role.SERVER) {
                unmask(bytes, at, count);
            }
            target.filled(count);
            left -= count;
            if (target == message && messageOpcode == Opcode.TEXT && !utf8.accepts(bytes, at, count)) {
                throw notUtf8();
            }
        }
        return left == 0;
    }

    private void unmask(byte[] bytes, int offset, int count) {
        int key = headerNeeds - 4;
        xor(ByteBuffer.wrap(bytes, offset, count), maskAt, header, key);
        maskAt = maskAt + count & 3;
    }

    private Incoming controlFrame() {
        byte[] payload = control.take();
        return switch (opcode) {
            case PING -> new Incoming.Ping(payload);
            case PONG -> new Incoming.Pong();
            case CLOSE -> new Incoming.Close(ClosePayload.decode(payload));
            case CONTINUATION, TEXT, BINARY -> throw new IllegalStateException("not a control frame: " + opcode);
        };
    }

    private Incoming wholeMessage() {
        boolean text = messageOpcode == Opcode.TEXT;
        if (text && !utf8.complete()) {
            throw notUtf8();
        }
        messageOpcode = Opcode.CONTINUATION;
        handedOut = true;
        byte[] bytes = message.take();
        return new Incoming.Message(text ? new Frame.Text(bytes) : new Frame.Binary(bytes));
    }

    @Override
    public void encode(Opcode type, byte[] payload, FrameOutput output) throws IOException {
        byte[] head = new byte[MAX_HEADER];
        int at = 0;
        head[at++] = (byte) (FIN | type.bits());
        int masked = role == Role.CLIENT ? MASKED : 0;
        if (payload.length < 126) {
            head[at++] = (byte) (masked | payload.length);
        } else if (payload.length < 65_536) {
            head[at++] = (byte) (masked | 126);
            head[at++] = (byte) (payload.length >> 8);
            head[at++] = (byte) payload.length;
        } else {
            head[at++] = (byte) (masked | 127);
            at += 4;
            for (int shift = 24; shift >= 0; shift -= 8) {
                head[at++] = (byte) (payload.length >> shift);
            }
        }
        if (role == Role.SERVER) {
            output.append(head, 0, at);
            output.append(payload, 0, payload.length);
            return;
        }
        int key = masks.nextInt();
        int keyAt = at;
        for (int shift = 24; shift >= 0; shift -= 8) {
            head[at++] = (byte) (key >> shift);
        }
        output.append(head, 0, at);
        // A copy, because the payload is shared with others who mask it differently.
        byte[] copy = payload.clone();
        xor(ByteBuffer.wrap(copy), 0, head, keyAt);
        output.append(copy, 0, copy.length);
    }

    /** Masks what lies between the buffer's position and limit; the same again takes the mask off. */
    private static void xor(ByteBuffer part, int phase, byte[] keys, int key) {
        byte[] bytes = part.array();
        byte first = keys[key + (phase & 3)];
        byte second = keys[key + (phase + 1 & 3)];
        byte third = keys[key + (phase + 2 & 3)];
        byte fourth = keys[key + (phase + 3 & 3)];
        int at = part.position();
        int end = part.limit();
        for (; at + 4 <= end; at += 4) {
            bytes[at] ^= first;
            bytes[at + 1] ^= second;
            bytes[at + 2] ^= third;
            bytes[at + 3] ^= fourth;
        }
        for (int rest = 0; at < end; at++, rest++) {
            bytes[at] ^= keys[key + (phase + rest & 3)];
        }
    }

    private static WebSocketException violation(String what) {
        return new WebSocketException(WebSocketException.Code.PROTOCOL, what);
    }

    private static WebSocketException notUtf8() {
        return new WebSocketException(WebSocketException.Code.BAD_TEXT, "text is not UTF-8");
    }
}
