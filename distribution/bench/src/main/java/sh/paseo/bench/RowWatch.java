package sh.paseo.bench;

import java.io.IOException;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/** A client that only listens to rows of timelines. <b>Thread</b>: one. */
final class RowWatch implements AutoCloseable {
    private static final byte[] ROW = Bytes.of("\"seq\":");
    private static final byte[] CLOCK = Bytes.of("clock=");

    private final Connection connection;

    private RowWatch(Connection connection) {
        this.connection = connection;
    }

    /** Connects and says hello; the server's answer is waited for. */
    static RowWatch open(int port) throws IOException {
        Connection connection = Connection.open(port);
        try {
            connection.sendText(Wire.hello());
            connection.await();
            return new RowWatch(connection);
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Returns when each of these agents has had a new row; rows of before the connection are not sent. */
    void awaitRows(Set<String> agents) throws IOException {
        Set<String> waiting = new HashSet<>(agents);
        while (!waiting.isEmpty()) {
            awaitRow();
            FrameBuffer frames = connection.frames();
            waiting.removeIf(agent -> contains(frames, Bytes.of(agent)));
        }
    }

    /** How long ago the agent said what the next row tells the time of; nanoseconds. */
    long awaitClock() throws IOException {
        while (true) {
            awaitRow();
            OptionalLong said = clock(connection.frames());
            if (said.isPresent()) {
                return System.nanoTime() - said.getAsLong();
            }
        }
    }

    private void awaitRow() throws IOException {
        do {
            connection.await();
        } while (connection.frames().opcode() != FrameBuffer.TEXT || !contains(connection.frames(), ROW));
    }

    private static boolean contains(FrameBuffer frames, byte[] wanted) {
        return Bytes.indexOf(frames.array(), frames.offset(), frames.offset() + frames.length(), wanted) >= 0;
    }

    private static OptionalLong clock(FrameBuffer frames) {
        return clock(frames.array(), frames.offset(), frames.offset() + frames.length());
    }

    /** The first time that is told in these bytes. */
    static OptionalLong clock(byte[] bytes, int from, int end) {
        int at = Bytes.indexOf(bytes, from, end, CLOCK);
        return at < 0 ? OptionalLong.empty() : OptionalLong.of(Bytes.number(bytes, at + CLOCK.length, end));
    }

    @Override
    public void close() {
        connection.close();
    }
}
