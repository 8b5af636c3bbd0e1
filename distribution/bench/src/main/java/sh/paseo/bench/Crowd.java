package sh.paseo.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Many clients read by one thread, so that reading costs little on a machine that the server shares.
 *
 * <p>The first client also sends. <b>Thread</b>: one.
 */
final class Crowd implements AutoCloseable {
    private static final long SELECT_MILLIS = 1_000;

    private final Selector selector;
    private final List<Connection> connections = new ArrayList<>();

    private Crowd(Selector selector) {
        this.selector = selector;
    }

    /** Connects so many clients, each with a hello and an identity of its own. */
    static Crowd open(int port, int clients) throws IOException {
        Crowd crowd = new Crowd(Selector.open());
        try {
            for (int i = 0; i < clients; i++) {
                Connection connection = Connection.open(port);
                crowd.connections.add(connection);
                connection.sendText(Wire.hello());
                connection.await();
                connection.channel().configureBlocking(false);
            }
            return crowd;
        } catch (IOException | RuntimeException e) {
            crowd.close();
            throw e;
        }
    }

    /**
     * Sends a message from the first client and reads until every client has every row.
     *
     * @param last number of the last row, with 1 the first
     */
    Outcome follow(byte[] message, String agent, long last, Duration limit) throws IOException {
        List<Follower> followers = new ArrayList<>();
        for (Connection connection : connections) {
            Follower follower = new Follower(agent, last);
            followers.add(follower);
            connection.channel().register(selector, SelectionKey.OP_READ, new Seat(connection, follower));
        }
        long begun = System.nanoTime();
        connections.getFirst().sendText(message);
        int waiting = followers.size();
        while (waiting > 0) {
            selector.select(SELECT_MILLIS);
            for (SelectionKey key : selector.selectedKeys()) {
                Seat seat = (Seat) key.attachment();
                boolean before = seat.follower.done();
                seat.read();
                if (!before && seat.follower.done()) {
                    waiting--;
                }
            }
            selector.selectedKeys().clear();
            if (System.nanoTime() - begun > limit.toNanos()) {
                throw new BenchException(waiting + " of " + followers.size() + " clients have not got the last row after "
                        + limit.toSeconds() + " s; the slowest waits for row "
                        + followers.stream().mapToLong(Follower::next).min().orElse(0) + " of " + last);
            }
        }
        Duration taken = Duration.ofNanos(System.nanoTime() - begun);
        long live = followers.stream().mapToLong(Follower::live).sum();
        long fetched = followers.stream().mapToLong(Follower::fetched).sum();
        return new Outcome(taken, live, fetched);
    }

    @Override
    public void close() {
        connections.forEach(Connection::close);
        try {
            selector.close();
        } catch (IOException e) {
            throw new BenchException("cannot close the selector", e);
        }
    }

    /**
     * How it went.
     *
     * @param live    rows that came as they happened
     * @param fetched rows that clients had to ask for, because the server had dropped them
     */
    record Outcome(Duration taken, long live, long fetched) {
        double perSecond() {
            return (live + fetched) / (taken.toNanos() / 1e9);
        }
    }

    private record Seat(Connection connection, Follower follower) {
        void read() throws IOException {
            if (!connection.read()) {
                throw new BenchException("the server closed a client at row " + follower.next());
            }
            FrameBuffer frames = connection.frames();
            while (frames.next()) {
                switch (frames.opcode()) {
                    case FrameBuffer.TEXT -> {
                        Optional<byte[]> request = follower.take(frames.array(), frames.offset(), frames.length());
                        if (request.isPresent()) {
                            connection.sendText(request.get());
                        }
                    }
                    case FrameBuffer.PING -> connection.pong();
                    case FrameBuffer.CLOSE -> throw new BenchException("the server closed a client: " + connection.closeReason());
                    default -> {
                        // Nothing else is expected, and nothing else is counted.
                    }
                }
            }
        }
    }
}
