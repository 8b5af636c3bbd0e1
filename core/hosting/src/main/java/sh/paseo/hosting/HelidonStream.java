package sh.paseo.hosting;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.SocketWriterException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import sh.paseo.websocket.ByteStream;

/**
 * Helidon's socket as a byte stream. Helidon reports a reset as {@code ServerConnectionException} and the end as
 * {@code InsufficientDataAvailableException}, both unchecked.
 */
final class HelidonStream implements ByteStream {
    private final ConnectionContext context;
    private final DataReader reader;
    private final AtomicBoolean closed = new AtomicBoolean();

    HelidonStream(ConnectionContext context) {
        this.context = context;
        this.reader = context.dataReader();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            reader.ensureAvailable();
            int count = Math.min(length, reader.available());
            System.arraycopy(reader.readBytes(count), 0, into, offset, count);
            return count;
        } catch (DataReader.InsufficientDataAvailableException e) {
            return -1;
        } catch (ServerConnectionException | UncheckedIOException e) {
            throw new IOException("the connection broke", e);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            context.dataWriter().writeNow(BufferData.createReadOnly(bytes, offset, length));
        } catch (SocketWriterException | ServerConnectionException | UncheckedIOException e) {
            throw new IOException("the connection broke", e);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                context.serverSocket().close();
            } catch (UncheckedIOException e) {
                // The peer was faster; the descriptor is gone either way.
                return;
            }
        }
    }
}
