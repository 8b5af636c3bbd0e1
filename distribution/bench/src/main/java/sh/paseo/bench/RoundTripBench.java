package sh.paseo.bench;

import jakarta.json.Json;
import java.io.IOException;
import java.nio.file.Path;

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
    private static final int WARM_UP_BLOCKS = 4;
    private static final int BLOCKS = 8;
    private static final byte[] PAYLOAD = Bytes.of("paseo");
    private static final double NANOS_IN_MILLI = 1e6;

    private long asked;

    void run(Started daemon, Started node, Path folder) throws IOException {
        try (Wire wire = Wire.open(daemon.port());
                Health web = Health.open(daemon.port());
                Wire echo = Wire.open(node.port());
                Health nodeWeb = Health.open(node.port())) {
            for (int i = 0; i < AGENTS; i++) {
                wire.createAgent(folder, "idle " + i);
            }
            for (int block = 0; block < WARM_UP_BLOCKS + BLOCKS; block++) {
                boolean counts = block >= WARM_UP_BLOCKS;
                block(counts, ping, () -> ask(wire, "ping"));
                block(counts, list, () -> ask(wire, "fetch_agents_request"));
                block(counts, frame, () -> wire.pingFrame(PAYLOAD));
                block(counts, health, web::ask);
                block(counts, nodeEcho, () -> ask(echo, "ping"));
                block(counts, nodeFrame, () -> echo.pingFrame(PAYLOAD));
                block(counts, nodeHealth, nodeWeb::ask);
            }
        }
    }

    private void ask(Wire wire, String type) throws IOException {
        String id = "ask-" + ++asked;
        wire.exchange(Wire.session(Json.createObjectBuilder().add("type", type).add("requestId", id).build()), Bytes.of("\"" + id + "\""));
    }

    private static void block(boolean counts, Samples samples, Exchange exchange) throws IOException {
        for (int i = 0; i < BLOCK; i++) {
            long begun = System.nanoTime();
            exchange.run();
            if (counts) {
                samples.add((System.nanoTime() - begun) / NANOS_IN_MILLI);
            }
        }
    }

    /** A question with its answer. */
    private interface Exchange {
        void run() throws IOException;
    }
}
