package sh.paseo.hosting;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.SocketWriterException;
import java.io.IOException;
import sh.paseo.websocket.ByteStream;

/** What Helidon writes, through a stream. A broken connection is told as Helidon expects it of its own writers. */
final class TlsWriter implements DataWriter {
    private final ByteStream stream;

    TlsWriter(ByteStream stream) {
        this.stream = stream;
    }

    @Override
    public void write(BufferData... buffers) {
        writeNow(buffers);
    }

    @Override
    public void write(BufferData buffer) {
        writeNow(buffer);
    }

    @Override
    public void writeNow(BufferData... buffers) {
        writeNow(BufferData.create(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
        byte[] bytes = buffer.readBytes();
        try {
            stream.write(bytes, 0, bytes.length);
        } catch (IOException broken) {
            throw new SocketWriterException(broken);
        }
    }
}
