package sh.paseo.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import sh.paseo.api.transport.CloseReason;
import sh.paseo.api.transport.Frame;
import sh.paseo.api.transport.MessageChannel;
import sh.paseo.api.transport.Peer;

/**
 * A WebSocket as a message channel: answers pings, does the close handshake, keeps its deadlines.
 *
 * <pre>
 *   OPEN --close()-----------> CLOSING --peer's close, or too late--> over
 *     |----peer's close, answered-------------------------------------^
 *     |----protocol error, close frame sent---------------------------^
 *     `----end or failure of the stream-------------------------------^
 * </pre>
 * When it is over, {@link #finish} reads on for a moment and closes the stream: closing while bytes of the peer are unread would
 * make the system send a reset, which can destroy our close frame on its way.
 *
 * <p><b>Thread</b>: {@link #receive} and {@link #finish} by one thread, {@link #send} by one, {@link #close} by any. Deadlines are
 * kept by the {@link ConnectionWatch}, which ends a blocked read or write by closing the stream.
 */
public final class WebSocketConnection implements MessageChannel {
    private static final int INPUT_BYTES = 8 * 1024;

    private final ByteStream stream;
    private final WebSocketCodec codec;
    private final Peer peer;
    private final ConnectionWatch watch;
    private final Deadlines deadlines;
    private final PingRate pings;

    private final ReentrantLock writing = new ReentrantLock();
    private final FrameOutput output;
    private final AtomicReference<CloseReason> closing = new AtomicReference<>();
    private final AtomicReference<byte[]> pong = new AtomicReference<>();
    private final AtomicReference<byte[]> closeFrame = new AtomicReference<>();
    private final ByteBuffer input = ByteBuffer.allocate(INPUT_BYTES).flip();
    private volatile Optional<CloseReason> farewell = Optional.empty();
    private volatile boolean ended;
    private volatile boolean closed;

    public WebSocketConnection(ByteStream stream, Rfc6455Codec codec, Peer peer, WebSocketLimits limits, ConnectionWatch watch) {
        this(stream, (WebSocketCodec) codec, peer, limits, watch);
    }

    WebSocketConnection(ByteStream stream, WebSocketCodec codec, Peer peer, WebSocketLimits limits, ConnectionWatch watch) {
        this.stream = stream;
        this.codec = codec;
        this.peer = peer;
        this.watch = watch;
        this.deadlines = new Deadlines(limits.times(), System.nanoTime());
        this.pings = new PingRate(limits.pingsPerSecond());
        this.output = new FrameOutput(stream);
        watch.add(this);
    }

    /** Bytes that arrived behind the handshake; before the first {@link #receive}. */
    public void alreadyRead(byte[] bytes, int offset, int length) {
        if (length > INPUT_BYTES) {
            throw new IllegalArgumentException(length + " bytes behind the handshake, at most " + INPUT_BYTES);
        }
        input.clear().put(bytes, offset, length).flip();
    }

    /** The largest message from now on; a stranger gets less room than somebody who has said hello. */
    public void messageLimit(int bytes) {
        codec.messageLimit(bytes);
    }

    @Override
    public Peer peer() {
        return peer;
    }

    /** What the peer said when it closed; empty while it has not, and when it went without a word. Any thread. */
    public Optional<CloseReason> farewell() {
        return farewell;
    }

    @Override
    public Optional<Frame> receive() {
        try {
            while (!ended) {
                Incoming incoming = codec.decode(input);
                // No pattern switch: its bootstrap costs a short-lived client more than the connection does.
                if (incoming instanceof Incoming.Message message) {
                    deadlines.messageDone();
                    if (closing.get() == null) {
                        return Optional.of(message.frame());
                    }
                } else {
                    react(incoming);
                }
            }
        } catch (WebSocketException e) {
            fail(e);
        }
        codec.release();
        return Optional.empty();
    }

    private void react(Incoming incoming) {
        if (incoming instanceof Incoming.Ping ping) {
            answer(ping);
        } else if (incoming instanceof Incoming.Close close) {
            peerCloses(close);
        } else if (incoming instanceof Incoming.Pong) {
            pings.count();
        } else {
            fill();
        }
    }

    private void answer(Incoming.Ping ping) {
        pings.count();
        if (closing.get() == null) {
            // Only the latest ping needs an answer when the writer is busy (RFC 6455, 5.5.3).
            pong.set(ping.payload());
            flushControl();
        }
    }

    private void peerCloses(Incoming.Close close) {
        farewell = close.reason();
        ended = true;
        deadlines.messageDone();
        if (closing.compareAndSet(null, close.reason().orElse(CloseReason.NORMAL))) {
            queueClose(ClosePayload.encode(close.reason()));
        }
        startDraining();
    }

    private void fail(WebSocketException violation) {
        ended = true;
        deadlines.messageDone();
        CloseReason reason = new CloseReason(violation.code().closeCode(), violation.getMessage());
        if (closing.compareAndSet(null, reason)) {
            queueClose(ClosePayload.encode(Optional.of(reason)));
        }
        startDraining();
    }

    private void startDraining() {
        deadlines.drainStarted(System.nanoTime());
        watch.soon();
    }

    private void fill() {
        long pending = codec.pending();
        if (pending > 0) {
            deadlines.messageGrows(pending, System.nanoTime());
        } else {
            deadlines.messageDone();
        }
        deadlines.readStarts(System.nanoTime());
        int count = read();
        deadlines.readEnds();
        if (count < 0) {
            ended = true;
            abort();
        } else {
            input.position(0).limit(count);
        }
    }

    private int read() {
        try {
            return stream.read(input.array(), 0, INPUT_BYTES);
        } catch (IOException e) {
            // A peer that vanished; it looks like the end of the stream to everybody above.
            return -1;
        }
    }

    @Override
    public void send(Frame frame) {
        sendAll(List.of(frame));
    }

    @Override
    public void sendAll(List<Frame> frames) {
        if (closing.get() != null) {
            return;
        }
        writing.lock();
        try {
            // A close may have been sent while we waited; nothing may follow it.
            if (closing.get() != null) {
                return;
            }
            deadlines.writeStarts(System.nanoTime());
            for (int i = 0; i < frames.size(); i++) {
                Frame frame = frames.get(i);
                codec.encode(frame instanceof Frame.Text ? Opcode.TEXT : Opcode.BINARY, frame.bytes(), output);
            }
            output.flush();
        } catch (IOException e) {
            abort();
        } finally {
            deadlines.writeEnds();
            writing.unlock();
        }
        flushControl();
    }

    @Override
    public void close(CloseReason reason) {
        if (closing.compareAndSet(null, reason)) {
            deadlines.closeStarted(System.nanoTime());
            watch.soon();
            queueClose(ClosePayload.encode(Optional.of(reason)));
        }
    }

    private void queueClose(byte[] payload) {
        closeFrame.set(payload);
        flushControl();
    }

    /** Writes what control frames wait. Whoever finds the writer busy leaves them to it: the writer looks again when it is done. */
    private void flushControl() {
        while ((pong.get() != null || closeFrame.get() != null) && !closed && writing.tryLock()) {
            try {
                deadlines.writeStarts(System.nanoTime());
                writeControl();
            } catch (IOException e) {
                abort();
            } finally {
                deadlines.writeEnds();
                writing.unlock();
            }
        }
    }

    private void writeControl() throws IOException {
        byte[] answer = pong.getAndSet(null);
        if (answer != null && closing.get() == null) {
            codec.encode(Opcode.PONG, answer, output);
        }
        byte[] last = closeFrame.getAndSet(null);
        if (last != null) {
            codec.encode(Opcode.CLOSE, last, output);
        }
        output.flush();
    }

    /**
     * Ends the connection for good: waits for what is left of the close handshake, then closes the stream. Sends a normal close if
     * nobody closed yet. Bounded by the close and drain times.
     */
    public void finish() {
        close(CloseReason.NORMAL);
        while (receive().isPresent()) {
            // Messages that nobody waits for any more.
            continue;
        }
        while (!closed && read() >= 0) {
            continue;
        }
        abort();
    }

    /** Closes the stream now. */
    public void abort() {
        if (!closed) {
            closed = true;
            closing.compareAndSet(null, CloseReason.GOING_AWAY);
            stream.close();
            watch.remove(this);
        }
    }

    /** What the watch does at each look; returns when it has to look again, in nanoseconds of {@link System#nanoTime}. */
    long check(long now) {
        switch (deadlines.verdict(now)) {
            case FINE -> {
            }
            case SILENT -> Thread.ofVirtual().name("websocket-ping").start(this::ping);
            case STALLED -> Thread.ofVirtual().name("websocket-stalled").start(
                    () -> close(new CloseReason(WebSocketException.Code.POLICY.closeCode(), "message was not finished in time")));
            case DEAD -> abort();
        }
        return deadlines.next(now);
    }

    private void ping() {
        if (closing.get() == null && writing.tryLock()) {
            try {
                deadlines.writeStarts(System.nanoTime());
                codec.encode(Opcode.PING, new byte[0], output);
                output.flush();
            } catch (IOException e) {
                abort();
            } finally {
                deadlines.writeEnds();
                writing.unlock();
            }
            flushControl();
        }
    }
}
