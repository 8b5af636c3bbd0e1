package sh.paseo.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that reads little or nothing until it is told to hurry; then it reads on, and asks for what it was not sent, as others do.
 *
 * <p><b>Thread</b>: has one of its own, which alone uses the connection.
 */
final class Sluggard implements AutoCloseable {
    /** Bytes a second. */
    static final int A_LITTLE = 1 << 20;

    private static final int CHUNKS_A_SECOND = 16;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Connection connection;
    private final Follower follower;
    private final int bytesPerSecond;
    private final Side reading;
    private volatile boolean hurry;
    private String fate = "did not catch up";

    private Sluggard(Connection connection, Follower follower, int bytesPerSecond) {
        this.connection = connection;
        this.follower = follower;
        this.bytesPerSecond = bytesPerSecond;
        this.reading = Side.start("sluggard", this::run);
    }

    /** Connects and says hello; follows the agent until it has the last row. */
    static Sluggard open(int port, String agent, long last, int bytesPerSecond) throws IOException {
        Connection connection = Connection.open(port);
        connection.sendText(Wire.hello());
        connection.await();
        return new Sluggard(connection, new Follower(agent, last), bytesPerSecond);
    }

    private void run() throws IOException {
        while (!hurry) {
            readAtMost(bytesPerSecond / CHUNKS_A_SECOND);
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos() / CHUNKS_A_SECOND);
        }
        long begun = System.nanoTime();
        while (!follower.done() && System.nanoTime() - begun < LIMIT.toNanos() && readAtMost(1)) {
            continue;
        }
        if (follower.done()) {
            fate = "caught up, with " + follower.live() + " rows live and " + follower.fetched() + " fetched";
        }
    }

    /** Reads about so much, if there is so much. False once the connection is over. */
    private boolean readAtMost(int bytes) throws IOException {
        for (int left = bytes; left > 0;) {
            int count = connection.readSome();
            if (count < 0) {
                fate = "was disconnected after row " + (follower.next() - 1);
                return false;
            }
            left -= count;
            while (connection.frames().next()) {
                if (!take()) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean take() throws IOException {
        FrameBuffer frames = connection.frames();
        switch (frames.opcode()) {
            case FrameBuffer.TEXT -> {
                Optional<byte[]> request = follower.take(frames.array(), frames.offset(), frames.length());
                if (request.isPresent()) {
                    connection.sendText(request.get());
                }
            }
            case FrameBuffer.PING -> connection.pong();
            case FrameBuffer.CLOSE -> {
                fate = "was closed with " + connection.closeReason() + " after row " + (follower.next() - 1);
                return false;
            }
            default -> {
                // Nothing else is expected.
            }
        }
        return true;
    }

    /** Lets it hurry, and tells what became of it. */
    String fate() {
        hurry = true;
        reading.end();
        return fate;
    }

    @Override
    public void close() {
        connection.close();
    }
}
