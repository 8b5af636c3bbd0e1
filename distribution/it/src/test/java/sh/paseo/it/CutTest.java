package sh.paseo.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.cli.client.Dial;
import sh.paseo.cli.client.Request;
import sh.paseo.cli.client.SocketDial;

/**
 * Clients work with the daemon while their connections are cut at random bytes, {@value #CUTS_A_ROUND} times in each of
 * {@code paseo.rounds} rounds. The faults of a run are repeated with its seed in {@code paseo.seed}; what they meet is up to the machine.
 */
class CutTest {
    private static final System.Logger LOG = System.getLogger(CutTest.class.getName());
    private static final int CUTS_A_ROUND = 20;
    private static final int CLIENTS = 4;

    /** A connection that fell silent is noticed after three times as long. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(1);

    @TempDir
    Path scratch;

    private final CutLedger ledger = new CutLedger();
    private final Dial dial = new SocketDial(KEEP_ALIVE);

    @Test
    void nothingIsLostOrDoubleOrOutOfOrderHoweverConnectionsAreCut() throws Exception {
        var cuts = CUTS_A_ROUND * Integer.getInteger("paseo.rounds", 20);
        long seed = Long.getLong("paseo.seed", RandomGenerator.getDefault().nextInt());
        var start = System.nanoTime();
        try (var paseo = Distribution.shipped(scratch)) {
            addLoadAgent(paseo);
            paseo.start();
            var address = paseo.listen().orElseThrow();
            try (var proxy = FaultProxy.to(address, number -> Fault.drawn(new Random(seed * 31 + number)));
                    var oracle = new CutOracle(scratch.resolve("oracle"), address, new SocketDial())) {
                work(paseo, proxy, oracle, cuts, seed);
                var report = "seed " + seed + ", " + proxy.cuts() + " cuts of " + proxy.connections() + " connections in "
                        + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s: " + ledger.summary();
                LOG.log(Level.INFO, report);
                assertEquals(List.of(), ledger.problems(), () -> report + "\n" + paseo.log());
                assertTrue(proxy.cuts() >= cuts, report);
            }
        }
    }

    private static void addLoadAgent(Distribution paseo) throws IOException {
        var folder = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectory(paseo.home(), folder);
        Files.copy(paseo.install().resolve("extras/agent-load.jar"),
                Files.createDirectory(paseo.home().resolve("plugins"), folder).resolve("agent-load.jar"));
        Files.createDirectories(paseo.work());
    }

    private void work(Distribution paseo, FaultProxy proxy, CutOracle oracle, int cuts, long seed) throws InterruptedException {
        var shared = oracle.ask(Request.of("create_agent_request", Json.createObjectBuilder().add("config",
                Json.createObjectBuilder().add("provider", "load").add("cwd", paseo.work().toString())).build()).answeredBy("status"))
                .getString("agentId");
        var clients = new ArrayList<CutClient>();
        try {
            var users = IntStream.range(0, CLIENTS).mapToObj(n -> {
                var client = new CutClient(scratch.resolve("client-" + n), proxy.address(), dial, ledger);
                clients.add(client);
                client.follow(shared);
                return new CutUsers("c" + n, client, oracle, ledger, paseo.work(), seed + 100 * n, () -> proxy.cuts() >= cuts);
            }).toList();
            var threads = users.stream().map(all -> Thread.ofVirtual().start(() -> all.work(shared))).toList();
            await().forever().until(() -> proxy.cuts() >= cuts || !ledger.problems().isEmpty());
            proxy.behave();
            for (var thread : threads) {
                thread.join();
            }
            compareShared(oracle, shared, users, clients);
        } finally {
            clients.forEach(CutClient::close);
        }
    }

    private void compareShared(CutOracle oracle, String shared, List<CutUsers> users, List<CutClient> clients) {
        oracle.ask(CutClient.request("wait_for_finish_request", shared));
        var timeline = oracle.timeline(shared);
        var prompts = CutOracle.prompts(timeline);
        for (var user : users) {
            ledger.compare("prompts of " + user.name() + " to the agent of all", user.promptsToAll(),
                    prompts.stream().filter(id -> id.startsWith(user.name() + "-")).toList());
        }
        for (var client : clients) {
            await().atMost(Duration.ofSeconds(CutClient.PATIENCE_SECONDS))
                    .until(() -> client.shown(shared).size() >= timeline.size() || !ledger.problems().isEmpty());
            ledger.compare("rows of the agent of all", timeline, client.shown(shared));
        }
    }
}
