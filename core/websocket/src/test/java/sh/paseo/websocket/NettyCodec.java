package sh.paseo.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import sh.paseo.api.transport.Frame;

/** The second implementation behind the seam: Netty reads and writes the frames, we only put fragments together. */
final class NettyCodec implements WebSocketCodec {
    private final Role role;
    private final int maxFragments;
    private final EmbeddedChannel decoder;
    /** On its own, because a failure does not keep frames behind it from coming out of the same pipeline. */
    private final EmbeddedChannel validator;
    private final EmbeddedChannel encoder;
    private final Deque<WebSocketFrame> frames = new ArrayDeque<>();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private Optional<WebSocketException> failure = Optional.empty();
    private int maxMessage;
    private int fragments;
    private boolean text;

    NettyCodec(Role role, WebSocketLimits limits) {
        this.role = role;
        this.maxMessage = limits.messageBytes();
        this.maxFragments = limits.fragments();
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(role == Role.SERVER)
                .allowMaskMismatch(false)
                .allowExtensions(false)
                .maxFramePayloadLength(limits.messageBytes())
                .closeOnProtocolViolation(false)
                .build();
        decoder = new EmbeddedChannel(new WebSocket13FrameDecoder(config));
        // Heap buffers, so that what a test leaves behind is garbage and no leak.
        decoder.config().setAllocator(new UnpooledByteBufAllocator(false, true));
        validator = new EmbeddedChannel(new Utf8FrameValidator(false));
        encoder = new EmbeddedChannel(new WebSocket13FrameEncoder(role == Role.CLIENT));
    }

    @Override
    public Role role() {
        return role;
    }

    @Override
    public Incoming decode(ByteBuffer input) {
        if (input.hasRemaining() && failure.isEmpty()) {
            feed(input);
        }
        while (!frames.isEmpty()) {
            Optional<Incoming> incoming = next(frames.poll());
            if (incoming.isPresent()) {
                return incoming.get();
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        return Incoming.NeedMore.INSTANCE;
    }

    private void feed(ByteBuffer input) {
        try {
            decoder.writeInbound(Unpooled.copiedBuffer(input));
        } catch (CorruptedWebSocketFrameException e) {
            failure = Optional.of(failure(e));
        } catch (TooLongFrameException e) {
            failure = Optional.of(new WebSocketException(WebSocketException.Code.TOO_BIG, "netty: " + e.getMessage()));
        }
        input.position(input.limit());
        for (Object frame = decoder.readInbound(); frame != null; frame = decoder.readInbound()) {
            frames.add((WebSocketFrame) frame);
        }
    }

    private static WebSocketException failure(CorruptedWebSocketFrameException e) {
        WebSocketException.Code code = e.closeStatus().equals(WebSocketCloseStatus.INVALID_PAYLOAD_DATA)
                ? WebSocketException.Code.BAD_TEXT
                : e.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG) ? WebSocketException.Code.TOO_BIG
                        : WebSocketException.Code.PROTOCOL;
        return new WebSocketException(code, "netty: " + e.getMessage());
    }

    private Optional<Incoming> next(WebSocketFrame raw) {
        boolean continues = raw instanceof ContinuationWebSocketFrame;
        if (continues && (long) message.size() + raw.content().readableBytes() > maxMessage) {
            throw new WebSocketException(WebSocketException.Code.TOO_BIG, "message over " + maxMessage);
        }
        try {
            validator.writeInbound(raw);
        } catch (CorruptedWebSocketFrameException e) {
            throw failure(e);
        }
        WebSocketFrame frame = validator.readInbound();
        byte[] payload = ByteBufUtil.getBytes(frame.content());
        try {
            return switch (frame) {
                case PingWebSocketFrame ping -> Optional.of(new Incoming.Ping(payload));
                case PongWebSocketFrame pong -> Optional.of(new Incoming.Pong());
                case CloseWebSocketFrame close -> Optional.of(new Incoming.Close(ClosePayload.decode(payload)));
                default -> part(frame, payload);
            };
        } finally {
            frame.release();
        }
    }

    private Optional<Incoming> part(WebSocketFrame frame, byte[] payload) {
        if (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame) {
            text = frame instanceof TextWebSocketFrame;
            fragments = 0;
            message.reset();
        }
        if (++fragments > maxFragments) {
            throw new WebSocketException(WebSocketException.Code.POLICY, "too many fragments");
        }
        message.writeBytes(payload);
        if (!frame.isFinalFragment()) {
            return Optional.empty();
        }
        byte[] whole = message.toByteArray();
        message.reset();
        fragments = 0;
        return Optional.of(new Incoming.Message(text ? new Frame.Text(whole) : new Frame.Binary(whole)));
    }

    @Override
    public long pending() {
        return message.size();
    }

    @Override
    public void release() {
        // Nothing is charged.
    }

    @Override
    public void messageLimit(int bytes) {
        maxMessage = bytes;
    }

    @Override
    public void encode(Opcode opcode, byte[] payload, FrameOutput output) throws IOException {
        ByteBuf content = Unpooled.wrappedBuffer(payload);
        encoder.writeOutbound(switch (opcode) {
            case TEXT -> new TextWebSocketFrame(content);
            case BINARY -> new BinaryWebSocketFrame(content);
            case PING -> new PingWebSocketFrame(content);
            case PONG -> new PongWebSocketFrame(content);
            case CLOSE -> new CloseWebSocketFrame(true, 0, content);
            case CONTINUATION -> throw new IllegalArgumentException("we never send fragments");
        });
        for (ByteBuf part = encoder.readOutbound(); part != null; part = encoder.readOutbound()) {
            byte[] bytes = ByteBufUtil.getBytes(part);
            output.append(bytes, 0, bytes.length);
            part.release();
        }
    }
}
