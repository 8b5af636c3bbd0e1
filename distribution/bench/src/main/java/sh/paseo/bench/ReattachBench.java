package sh.paseo.bench;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import sh.paseo.testkit.ScriptedAgent;

/**
 * What it costs that agents outlive the daemon: how soon a client sees an agent again whose daemon was killed, how much the agents
 * delay a start, and how much later a line comes than through a pipe. The agents are scripted ones that say a word every 20 ms.
 */
final class ReattachBench {
    static final List<Integer> AGENTS = List.of(0, 1, 10);
    static final int CLOCKS = 500;

    private static final int WARM_UP_CLOCKS = 200;
    /** With one agent there are so many times as many rounds, for a percentile wants some. */
    private static final int MORE_ROUNDS = 4;
    private static final double NANOS_IN_MILLI = 1e6;

    final TreeMap<Integer, Restarts> restarts = new TreeMap<>();
    final Samples throughDaemon = new Samples();
    final Samples throughPipe = new Samples();

    private final Programs programs;

    ReattachBench(Programs programs) {
        this.programs = programs;
    }

    /** Starts after a kill, from before the process is made; milliseconds. */
    static final class Restarts {
        final Samples health = new Samples();
        /** To a client's list of agents. */
        final Samples serving = new Samples();
        /** To a new row of every agent at a client. */
        final Samples allSeen = new Samples();
        /** From the client's hello to that. */
        final Samples adoption = new Samples();

        private void take(Started daemon, Set<String> agents) throws IOException {
            health.add(daemon.healthMillis());
            try (RowWatch watch = served(daemon)) {
                double served = daemon.millis();
                serving.add(served);
                watch.awaitRows(agents);
                double seen = daemon.millis();
                allSeen.add(seen);
                adoption.add(seen - served);
            }
        }
    }

    void run(int rounds) throws IOException {
        for (int agents : AGENTS) {
            restarts(agents, agents == 1 ? rounds * MORE_ROUNDS : rounds);
        }
        latency();
    }

    private void restarts(int agents, int rounds) throws IOException {
        Restarts results = new Restarts();
        restarts.put(agents, results);
        Path home = home();
        Set<String> ids = new HashSet<>();
        Started daemon = programs.daemon(home);
        try {
            daemon.awaitServing();
            try (Wire wire = Wire.open(daemon.port())) {
                for (int i = 0; i < agents; i++) {
                    ids.add(create(wire, "[[slow 1000000]]"));
                }
            }
            for (int round = 0; round < rounds; round++) {
                daemon.tree().kill();
                daemon = programs.daemon(home);
                results.take(daemon, ids);
            }
        } finally {
            // Else the agents would go on.
            shutDown(daemon.tree().root().isAlive() ? daemon : programs.daemon(home));
        }
    }

    private static RowWatch served(Started daemon) throws IOException {
        while (true) {
            try {
                return RowWatch.open(daemon.port());
            } catch (IOException e) {
                daemon.awaitMore(e);
            }
        }
    }

    private void latency() throws IOException {
        Started daemon = programs.daemon(home());
        daemon.awaitServing();
        try (Wire wire = Wire.open(daemon.port()); RowWatch watch = RowWatch.open(daemon.port())) {
            create(wire, "[[clock " + (WARM_UP_CLOCKS + CLOCKS) + "]]");
            for (int i = 0; i < WARM_UP_CLOCKS + CLOCKS; i++) {
                add(throughDaemon, i, watch.awaitClock());
            }
        } finally {
            shutDown(daemon);
        }
        pipe();
    }

    private void pipe() throws IOException {
        Process agent = programs.clean(ScriptedAgent.command()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (var in = agent.getOutputStream();
                var out = new BufferedReader(new InputStreamReader(agent.getInputStream(), StandardCharsets.UTF_8))) {
            String text = "[[clock " + (WARM_UP_CLOCKS + CLOCKS) + "]]";
            in.write(Bytes.of(Json.createObjectBuilder().add("type", "user").add("uuid", "u1").add("message",
                    Json.createObjectBuilder().add("role", "user").add("content", text)).build() + "\n"));
            in.flush();
            for (int i = 0; i < WARM_UP_CLOCKS + CLOCKS;) {
                String line = out.readLine();
                if (line == null) {
                    throw new BenchException("the scripted agent ended");
                }
                byte[] bytes = Bytes.of(line);
                OptionalLong said = RowWatch.clock(bytes, 0, bytes.length);
                if (said.isPresent()) {
                    add(throughPipe, i++, System.nanoTime() - said.getAsLong());
                }
            }
        } finally {
            agent.destroyForcibly();
        }
    }

    private static void add(Samples samples, int number, long nanos) {
        if (number >= WARM_UP_CLOCKS) {
            samples.add(nanos / NANOS_IN_MILLI);
        }
    }

    private Path home() throws IOException {
        Path home = programs.home(false);
        JsonObjectBuilder providers = Json.createObjectBuilder().add("claude", ScriptedAgent.settings());
        Files.writeString(home.resolve("config.json"), Json.createObjectBuilder()
                .add("agents", Json.createObjectBuilder().add("providers", providers)).build().toString());
        return home;
    }

    private String create(Wire wire, String prompt) throws IOException {
        return wire.createAgent(Json.createObjectBuilder().add("provider", "claude").add("cwd", programs.scratch().toString()), prompt);
    }

    /** A kill would leave the agents, and so would a signal. */
    private static void shutDown(Started daemon) throws IOException {
        try (Wire wire = Wire.open(daemon.port())) {
            wire.request("shutdown_server_request", Json.createObjectBuilder());
        }
        daemon.tree().awaitEnd();
    }
}
