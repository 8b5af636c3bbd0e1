package sh.paseo.hosting;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import sh.paseo.websocket.ByteStream;

/**
 * The server's side of TLS over another stream. Helidon could do this itself, but before anything of ours sees the connection: without a
 * deadline for the handshake and without a place among the strangers.
 *
 * <pre>
 *   handshake() -> read, write -> close(): close_notify if nobody is writing, then the stream below is closed
 * </pre>
 * Nothing is negotiated anew: after the handshake only new keys of TLS 1.3 are answered. A connection at rest holds no buffer larger
 * than {@link #FIRST_BYTES}.
 *
 * <p><b>Thread</b>: as {@link ByteStream}; the handshake is the reader's. <b>Source</b>: RFC 8446, RFC 5246, {@link SSLEngine}.
 */
final class TlsStream implements ByteStream {
    private static final int FIRST_BYTES = 4096;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ByteStream wire;
    private final SSLEngine engine;
    private final Deadline deadline;
    private final Duration linger;
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicBoolean closed = new AtomicBoolean();
    private ByteBuffer arrived = ByteBuffer.allocate(FIRST_BYTES).flip();
    private ByteBuffer plain = NOTHING;
    private boolean established;

    /** @param linger how long saying goodbye may take */
    TlsStream(ByteStream wire, SSLEngine engine, Deadline deadline, Duration linger) {
        this.wire = wire;
        this.engine = engine;
        this.deadline = deadline;
        this.linger = linger;
    }

    /** Before anything else. <b>Errors</b>: {@link IOException} if the peer speaks no TLS, goes away or takes longer. */
    void handshake(Duration most) throws IOException {
        Deadline.Pending late = deadline.after(most, wire::close);
        try {
            engine.beginHandshake();
            HandshakeStatus next = engine.getHandshakeStatus();
            while (next != HandshakeStatus.NOT_HANDSHAKING) {
                step(next);
                next = engine.getHandshakeStatus();
            }
            established = true;
        } finally {
            late.callOff();
        }
    }

    private void step(HandshakeStatus next) throws IOException {
        switch (next) {
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            }
            case NEED_WRAP -> write(NOTHING.duplicate());
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                if (!unwrap()) {
                    throw new EOFException("the peer went away during the handshake");
                }
            }
            case FINISHED, NOT_HANDSHAKING -> throw new IllegalStateException("nothing to do: " + next);
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (!plain.hasRemaining()) {
            if (!unwrap()) {
                return -1;
            }
        }
        int count = Math.min(length, plain.remaining());
        plain.get(into, offset, count);
        if (!plain.hasRemaining()) {
            plain = NOTHING;
        }
        return count;
    }

    /** Opens a record, or reads more of one; false at the end, whether it was announced or not: what is above has its own. */
    private boolean unwrap() throws IOException {
        if (!arrived.hasRemaining() && engine.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP_AGAIN) {
            return fill();
        }
        ByteBuffer opened = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        SSLEngineResult result = engine.unwrap(arrived, opened);
        switch (result.getStatus()) {
            case BUFFER_UNDERFLOW -> {
                return fill();
            }
            case CLOSED -> {
                return false;
            }
            case BUFFER_OVERFLOW -> throw new SSLException("a record is larger than it may be");
            case OK -> plain = opened.flip().hasRemaining() ? opened : NOTHING;
        }
        if (established) {
            answerNewKeys();
        }
        return true;
    }

    private void answerNewKeys() throws IOException {
        HandshakeStatus next = engine.getHandshakeStatus();
        if (next == HandshakeStatus.NEED_WRAP) {
            write(NOTHING.duplicate());
        } else if (next != HandshakeStatus.NOT_HANDSHAKING) {
            throw new SSLException("the peer wants to negotiate anew");
        }
    }

    private boolean fill() throws IOException {
        int used = arrived.remaining();
        int room = used < arrived.capacity() ? arrived.capacity() : 2 * arrived.capacity();
        ByteBuffer more = used == 0 ? ByteBuffer.allocate(FIRST_BYTES) : ByteBuffer.allocate(room).put(arrived);
        int count = wire.read(more.array(), used, more.capacity() - used);
        arrived = more.position(used + Math.max(0, count)).flip();
        return count >= 0;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        write(ByteBuffer.wrap(bytes, offset, length));
    }

    /** All of it, and at least one record. */
    private void write(ByteBuffer source) throws IOException {
        writing.lock();
        try {
            ByteBuffer sealed = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            do {
                SSLEngineResult result = engine.wrap(source, sealed.clear());
                boolean stuck = result.bytesConsumed() == 0 && result.bytesProduced() == 0;
                wire.write(sealed.array(), 0, sealed.position());
                if (source.hasRemaining() && (stuck || result.getStatus() == SSLEngineResult.Status.CLOSED)) {
                    throw new SSLException("the connection is closed for writing");
                }
            } while (source.hasRemaining());
        } finally {
            writing.unlock();
        }
    }

    /** Tells the peer that nothing follows, or what it did wrong, unless somebody is writing and perhaps stuck. At most for linger. */
    void goodbye() {
        if (!writing.tryLock()) {
            return;
        }
        Deadline.Pending late = deadline.after(linger, wire::close);
        try {
            engine.closeOutbound();
            do {
                write(NOTHING.duplicate());
            } while (!engine.isOutboundDone() && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
        } catch (IOException gone) {
            // Then there is nobody to be told.
            return;
        } finally {
            late.callOff();
            writing.unlock();
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            // Whoever closes must not wait for the peer.
            Thread.ofVirtual().name("hosting-goodbye").start(() -> {
                try {
                    goodbye();
                } finally {
                    wire.close();
                }
            });
        }
    }
}
