package sh.paseo.bench;

import jakarta.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Ten thousand timeline rows of one agent at once, to so many clients, until each has the last row. Every round takes a new agent
 * and new connections; the first round of the first size meets a JVM that has compiled nothing yet.
 */
final class FanOutBench {
    static final int ROWS = 10_000;
    static final List<Integer> CLIENTS = List.of(1, 10, 50);
    static final int ROUNDS = 5;

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String NODE_AGENT = "00000000-0000-4000-8000-000000000000";

    final List<Size> sizes = new ArrayList<>();

    void run(Started daemon, Started node, Path folder) throws IOException {
        for (int clients : CLIENTS) {
            Size size = new Size(clients);
            sizes.add(size);
            for (int round = 0; round < ROUNDS; round++) {
                size.daemon(daemon, folder, round);
                size.node(node);
            }
        }
    }

    /** The numbers for one number of clients. */
    static final class Size {
        final int clients;
        final Samples perSecond = new Samples();
        final Samples cpuMillis = new Samples();
        final Samples node = new Samples();
        final Samples nodeCpuMillis = new Samples();
        long fetched;

        private Size(int clients) {
            this.clients = clients;
        }

        private void daemon(Started daemon, Path folder, int round) throws IOException {
            String agent;
            try (Wire wire = Wire.open(daemon.port())) {
                agent = wire.createAgent(folder, clients + " clients, round " + round);
            }
            byte[] prompt = Wire.session(Json.createObjectBuilder().add("type", "send_agent_message_request").add("requestId", "go")
                    .add("agentId", agent).add("messageId", UUID.randomUUID().toString())
                    .add("text", "emit " + ROWS + " agent stream updates").build());
            double before = daemon.tree().cpuMillis();
            try (Crowd crowd = Crowd.open(daemon.port(), clients)) {
                // The prompt is the first row.
                Crowd.Outcome outcome = crowd.follow(prompt, agent, ROWS + 1, LIMIT);
                perSecond.add(outcome.perSecond());
                fetched += outcome.fetched();
            }
            cpuMillis.add(daemon.tree().cpuMillis() - before);
            try (Wire wire = Wire.open(daemon.port())) {
                // Else a finished agent per round would make every later list longer.
                wire.request("delete_agent_request", Json.createObjectBuilder().add("agentId", agent));
            }
        }

        private void node(Started server) throws IOException {
            double before = server.tree().cpuMillis();
            try (Crowd crowd = Crowd.open(server.port(), clients)) {
                node.add(crowd.follow(Bytes.of("emit " + ROWS), NODE_AGENT, ROWS + 1, LIMIT).perSecond());
            }
            nodeCpuMillis.add(server.tree().cpuMillis() - before);
        }
    }
}
