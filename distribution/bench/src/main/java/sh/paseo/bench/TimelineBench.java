package sh.paseo.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What long timelines cost: the start of a home that has them, opening an agent, its newest page, all pages, memory. The homes are
 * made by the daemon itself, whose load generator emits the items.
 */
final class TimelineBench {
    static final int ITEM_BYTES = 400;
    static final int PAGE = 200;

    private static final String DATABASE = "paseo.db";
    /** A page that was not asked before is read from the disk's cache, the others from SQLite's own. */
    private static final int TAILS = 21;

    final List<Kind> kinds = List.of(new Kind(0, 0), new Kind(60_000, 1), new Kind(60_000, 50), new Kind(500_000, 1),
            new Kind(500_000, 50));

    private final Programs programs;

    TimelineBench(Programs programs) {
        this.programs = programs;
    }

    void run(int rounds) throws IOException {
        Path folder = Files.createDirectories(programs.scratch().resolve("project"));
        for (Kind kind : kinds) {
            System.err.println("bench: making a home with " + kind.name());
            kind.make(programs, folder);
        }
        for (int round = 1; round <= rounds; round++) {
            System.err.println("bench: start with timelines, round " + round + " of " + rounds);
            for (Kind kind : kinds) {
                kind.start(programs);
            }
        }
        for (Kind kind : kinds) {
            System.err.println("bench: reading " + kind.name());
            kind.read(programs);
        }
    }

    /** A kind of home with its numbers. */
    static final class Kind {
        final int items;
        final int agents;
        final Samples health = new Samples();
        final Samples serving = new Samples();
        final Samples cpu = new Samples();
        final Samples open = new Samples();
        final Samples tail = new Samples();
        final Samples pages = new Samples();
        double rowsPerSecond;
        double firstTail;
        double allPages;
        long databaseBytes;
        Memory started;
        Memory read;

        private final List<String> ids = new ArrayList<>();
        private Path home;

        private Kind(int items, int agents) {
            this.items = items;
            this.agents = agents;
        }

        String name() {
            return items == 0 ? "no items" : String.format(Locale.ROOT, "%,d items of %d agent%s", items, agents,
                    agents == 1 ? "" : "s");
        }

        private void make(Programs all, Path folder) throws IOException {
            home = all.home(true);
            try (Started daemon = all.daemon(home)) {
                daemon.awaitServing();
                long begun = System.nanoTime();
                for (int agent = 0; agent < agents; agent++) {
                    try (Wire wire = Wire.open(daemon.port())) {
                        String id = wire.createAgent(folder, "long " + agent);
                        ids.add(id);
                        wire.finish(id, "emit " + items / agents + " items of " + ITEM_BYTES + " bytes");
                    }
                }
                rowsPerSecond = items / ((System.nanoTime() - begun) / 1e9);
            }
            databaseBytes = Files.size(home.resolve(DATABASE));
        }

        private void start(Programs all) throws IOException {
            try (Started daemon = all.daemon(home)) {
                double served = daemon.awaitServing();
                cpu.add(daemon.tree().cpuMillis());
                health.add(daemon.healthMillis());
                serving.add(served);
            }
        }

        private void read(Programs all) throws IOException {
            try (Started daemon = all.daemon(home)) {
                daemon.awaitServing();
                started = Memory.of(daemon.tree(), all);
                if (agents > 0) {
                    try (Wire wire = Wire.open(daemon.port())) {
                        read(wire, ids.getFirst());
                    }
                }
                read = Memory.of(daemon.tree(), all);
            }
        }

        private void read(Wire wire, String agent) throws IOException {
            timed(open, () -> wire.request("fetch_agent_request", Json.createObjectBuilder().add("agentId", agent)));
            JsonObject page = timed(tail, () -> wire.request("fetch_agent_timeline_request", fetch(agent, "tail")));
            firstTail = tail.first();
            for (int i = 1; i < TAILS; i++) {
                timed(tail, () -> wire.request("fetch_agent_timeline_request", fetch(agent, "tail")));
            }
            long begun = System.nanoTime();
            long rows = 0;
            while (true) {
                rows += page.getJsonArray("entries").size();
                if (!page.getBoolean("hasOlder")) {
                    break;
                }
                JsonObject cursor = page.getJsonObject("startCursor");
                page = timed(pages, () -> wire.request("fetch_agent_timeline_request", fetch(agent, "before").add("cursor", cursor)));
            }
            allPages = (System.nanoTime() - begun) / 1e6;
            if (rows != 1 + items / agents) {
                throw new BenchException("paging through " + name() + " showed " + rows + " entries");
            }
        }

        private static JsonObjectBuilder fetch(String agent, String direction) {
            return Json.createObjectBuilder().add("agentId", agent).add("direction", direction).add("limit", PAGE);
        }

        private interface Exchange {
            JsonObject run() throws IOException;
        }

        private static JsonObject timed(Samples samples, Exchange exchange) throws IOException {
            long begun = System.nanoTime();
            JsonObject answer = exchange.run();
            samples.add((System.nanoTime() - begun) / 1e6);
            return answer;
        }
    }
}
