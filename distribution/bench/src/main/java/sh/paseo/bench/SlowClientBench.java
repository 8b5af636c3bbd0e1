package sh.paseo.bench;

import jakarta.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * An agent says a gibibyte to some clients that keep up; once alone, and once with clients beside them that do not. One of these reads
 * nothing, the other a little.
 */
final class SlowClientBench {
    static final int ITEMS = 250_000;
    static final int ITEM_BYTES = 4_000;
    static final int FAST = 3;

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final long PING_NANOS = 5_000_000;
    private static final long LOOK_NANOS = 200_000_000;

    final Round alone = new Round();
    final Round beside = new Round();

    void run(Programs programs) throws IOException {
        Path folder = Files.createDirectories(programs.scratch().resolve("project"));
        try (Started daemon = programs.daemon(programs.home(true))) {
            daemon.awaitServing();
            System.err.println("bench: a gibibyte to clients that keep up");
            alone.run(daemon, programs, folder, List.of());
            System.err.println("bench: the same beside clients that do not");
            beside.run(daemon, programs, folder, List.of(0, Sluggard.A_LITTLE));
        }
    }

    /** The numbers of one run. */
    static final class Round {
        final Samples ping = new Samples();
        Crowd.Outcome outcome;
        long peakRss;
        Memory after;
        final List<String> fates = new ArrayList<>();

        private void run(Started daemon, Programs programs, Path folder, List<Integer> slow) throws IOException {
            String agent;
            try (Wire wire = Wire.open(daemon.port())) {
                agent = wire.createAgent(folder, "a gibibyte");
            }
            byte[] prompt = Wire.session(Json.createObjectBuilder().add("type", "send_agent_message_request").add("requestId", "go")
                    .add("agentId", agent).add("messageId", UUID.randomUUID().toString())
                    .add("text", "emit " + ITEMS + " items of " + ITEM_BYTES + " bytes").build());
            List<Sluggard> sluggards = new ArrayList<>();
            for (int bytesPerSecond : slow) {
                sluggards.add(Sluggard.open(daemon.port(), agent, ITEMS + 1, bytesPerSecond));
            }
            AtomicBoolean over = new AtomicBoolean();
            Side asking = Side.start("ping", () -> ask(daemon.port(), over));
            Side looking = Side.start("memory", () -> look(daemon.tree(), over));
            try (Crowd crowd = Crowd.open(daemon.port(), FAST)) {
                outcome = crowd.follow(prompt, agent, ITEMS + 1, LIMIT);
            } finally {
                over.set(true);
            }
            asking.end();
            looking.end();
            after = Memory.of(daemon.tree(), programs);
            for (Sluggard sluggard : sluggards) {
                fates.add(sluggard.fate());
                sluggard.close();
            }
            try (Wire wire = Wire.open(daemon.port())) {
                wire.request("delete_agent_request", Json.createObjectBuilder().add("agentId", agent));
            }
        }

        /** A client that is sent all rows too, and asks all the while. */
        private void ask(int port, AtomicBoolean over) throws IOException {
            try (Wire wire = Wire.open(port)) {
                for (long number = 1; !over.get(); number++) {
                    String id = "ping-" + number;
                    long begun = System.nanoTime();
                    wire.exchange(Wire.session(Json.createObjectBuilder().add("type", "ping").add("requestId", id).build()),
                            Bytes.of("\"" + id + "\""));
                    ping.add((System.nanoTime() - begun) / 1e6);
                    LockSupport.parkNanos(PING_NANOS);
                }
            }
        }

        private void look(ProcessTree tree, AtomicBoolean over) throws IOException {
            while (!over.get()) {
                peakRss = Math.max(peakRss, Memory.rss(tree));
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }
}
