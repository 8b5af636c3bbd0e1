package sh.paseo.websocket;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A stream whose peer says nothing and which remembers what was written, piece by piece; writes can be made to block. */
final class FakeStream implements ByteStream {
    final List<byte[]> arrays = new ArrayList<>();
    final List<Integer> lengths = new ArrayList<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile CountDownLatch gate = new CountDownLatch(0);

    void block() {
        gate = new CountDownLatch(1);
    }

    void unblock() {
        gate.countDown();
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    synchronized byte[] written() {
        return written.toByteArray();
    }

    synchronized int writes() {
        return lengths.size();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        await(closed);
        return -1;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        synchronized (this) {
            arrays.add(bytes);
            lengths.add(length);
        }
        await(gate);
        if (isClosed()) {
            throw new IOException("closed");
        }
        synchronized (this) {
            written.write(bytes, offset, length);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        gate.countDown();
    }
}
