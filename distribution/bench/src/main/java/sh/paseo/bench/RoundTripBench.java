package sh.paseo.bench;

import jakarta.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** Round trips of one client with one thing asked at a time, while ten idle agents exist. */
final class RoundTripBench {
    static final int AGENTS = 10;

    final Samples ping = new Samples();
    final Samples list = new Samples();
    final Samples frame = new Samples();
    final Samples health = new Samples();
    final Samples nodeEcho = new Samples();
    final Samples nodeFrame = new Samples();
    final Samples nodeHealth = new Samples();

    private static final int BLOCK = 500;

    /** The daemon closes a connection with more than 50 pings a second. */
    private static final int FRAME_BLOCK = 40;
    private static final long FRAME_PAUSE_NANOS = 25_000_000;
    private static final int WARM_UP_BLOCKS = 4;
    private static final int BLOCKS = 8;
    private static final byte[] PAYLOAD = Bytes.of("paseo");
    private static final double NANOS_IN_MILLI = 1e6;

    private long asked;

    void run(Started daemon, Started node, Path folder) throws IOException {
        try (Wire wire = Wire.open(daemon.port()); Wire echo = Wire.open(node.port())) {
            for (int i = 0; i < AGENTS; i++) {
                wire.createAgent(folder, "idle " + i);
            }
            for (int block = 0; block < WARM_UP_BLOCKS + BLOCKS; block++) {
                boolean counts = block >= WARM_UP_BLOCKS;
                block(counts, ping, () -> ask(wire, "ping"));
                block(counts, list, () -> ask(wire, "fetch_agents_request"));
                frames(counts, frame, wire);
                healths(counts, health, daemon.port());
                block(counts, nodeEcho, () -> ask(echo, "ping"));
                frames(counts, nodeFrame, echo);
                healths(counts, nodeHealth, node.port());
            }
        }
    }

    private void ask(Wire wire, String type) throws IOException {
        String id = "ask-" + ++asked;
        wire.exchange(Wire.session(Json.createObjectBuilder().add("type", type).add("requestId", id).build()), Bytes.of("\"" + id + "\""));
    }

    private static void block(boolean counts, Samples samples, Exchange exchange) throws IOException {
        for (int i = 0; i < BLOCK; i++) {
            take(counts, samples, exchange);
        }
    }

    private static void frames(boolean counts, Samples samples, Wire wire) throws IOException {
        for (int i = 0; i < FRAME_BLOCK; i++) {
            LockSupport.parkNanos(FRAME_PAUSE_NANOS);
            take(counts, samples, () -> wire.pingFrame(PAYLOAD));
        }
    }

    /** On a connection of their own: one that idles while others are measured is closed. */
    private static void healths(boolean counts, Samples samples, int port) throws IOException {
        try (Health health = Health.open(port)) {
            health.ask();
            block(counts, samples, health::ask);
        }
    }

    private static void take(boolean counts, Samples samples, Exchange exchange) throws IOException {
        long begun = System.nanoTime();
        exchange.run();
        if (counts) {
            samples.add((System.nanoTime() - begun) / NANOS_IN_MILLI);
        }
    }

    /** A question with its answer. */
    private interface Exchange {
        void run() throws IOException;
    }
}
