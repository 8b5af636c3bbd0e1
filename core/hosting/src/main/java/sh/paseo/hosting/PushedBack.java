package sh.paseo.hosting;

import java.io.IOException;
import sh.paseo.websocket.ByteStream;

/** A stream with bytes that were read too early put back. */
final class PushedBack implements ByteStream {
    private final ByteStream stream;
    private byte[] early;
    private int at;

    PushedBack(ByteStream stream, byte[] early) {
        this.stream = stream;
        this.early = early;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (at == early.length) {
            return stream.read(into, offset, length);
        }
        int count = Math.min(length, early.length - at);
        System.arraycopy(early, at, into, offset, count);
        at += count;
        if (at == early.length) {
            early = new byte[0];
            at = 0;
        }
        return count;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        stream.write(bytes, offset, length);
    }

    @Override
    public void close() {
        stream.close();
    }
}
