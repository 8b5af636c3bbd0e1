package sh.paseo.bench;

import jakarta.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A server that was started here, with how long it took.
 *
 * @param healthMillis from before the process was made to its first good answer on {@code /api/health}, asked every millisecond
 */
record Started(ProcessTree tree, int port, long begun, double healthMillis) implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long POLL_NANOS = 1_000_000;

    /** Starts a program that will listen on the port; its output goes to the file. */
    static Started start(ProcessBuilder program, int port, Path output) throws IOException {
        program.redirectErrorStream(true).redirectOutput(output.toFile());
        long begun = System.nanoTime();
        ProcessTree tree = new ProcessTree(program.start());
        while (!Health.good(port)) {
            if (!tree.root().isAlive() || System.nanoTime() - begun > LIMIT.toNanos()) {
                tree.end();
                throw new BenchException("no good health of " + program.command() + ":\n" + Files.readString(output));
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return new Started(tree, port, begun, (System.nanoTime() - begun) / 1e6);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until the server serves a client: hello, its answer, a list of agents. Milliseconds since the start. */
    double awaitServing() throws IOException {
        while (true) {
            try (Wire wire = Wire.open(port)) {
                wire.request("fetch_agents_request", Json.createObjectBuilder());
                return millis();
            } catch (IOException e) {
                awaitMore(e);
            }
        }
    }

    /** Waits a moment before the next try. <b>Errors</b>: the one that is given, when the server has had its time. */
    void awaitMore(IOException failure) throws IOException {
        if (System.nanoTime() - begun > LIMIT.toNanos()) {
            throw failure;
        }
        LockSupport.parkNanos(POLL_NANOS);
    }

    /** Milliseconds since the start. */
    double millis() {
        return (System.nanoTime() - begun) / 1e6;
    }

    @Override
    public void close() {
        tree.end();
    }
}
