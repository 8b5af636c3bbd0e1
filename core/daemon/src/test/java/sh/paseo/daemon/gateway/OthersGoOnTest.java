package sh.paseo.daemon.gateway;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.daemon.processes.FileProcessHost;
import sh.paseo.daemon.processes.ProcessLimits;
import sh.paseo.daemon.storage.SqliteStore;
import sh.paseo.engine.Policy;
import sh.paseo.engine.Time;
import sh.paseo.hosting.HostingLimits;
import sh.paseo.protocol.Codec;

/** A client that does not read, agents that do not read, and plugins that hang: everybody else goes on. */
@Timeout(300)
class OthersGoOnTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long ROWS = 1 + UnrulyProvider.FLOOD_ROWS;

    @TempDir
    Path home;

    private Path neverWritten;
    private UnrulyProvider provider;
    private SqliteStore store;
    private FileProcessHost processes;
    private GatewayParts parts;

    @BeforeEach
    void start() throws Exception {
        neverWritten = home.resolve("never-written");
        assertEquals(0, new ProcessBuilder("mkfifo", neverWritten.toString()).start().waitFor());
        provider = new UnrulyProvider(neverWritten);
        Codec codec = new Codec();
        InstantSource clock = InstantSource.system();
        store = SqliteStore.open(home, codec.jsonb(), clock);
        processes = new FileProcessHost(home.resolve("agents"), Map.of("PATH", "/usr/bin:/bin"), clock, ProcessLimits.forHeap(1 << 27));
        parts = GatewayParts.assemble(new GatewayParts.Self("srv_1", "box", "1.2.3"),
                new GatewayParts.Surroundings(codec, store, processes, provider, List.of(provider), id -> {
                    throw new IllegalStateException("the provider needs no context");
                }, List::of, availabilities -> List.of(), new Time(clock, System::nanoTime), () -> UUID.randomUUID().toString(),
                        Policy.DEFAULT, HostingLimits.Times.DEFAULT.hello()),
                new DaemonControl() {
                    @Override
                    public void stop(String reason) {
                        throw new IllegalStateException(reason);
                    }

                    @Override
                    public void restart(String reason) {
                        throw new IllegalStateException(reason);
                    }
                });
        parts.agents().load();
    }

    @AfterEach
    void stop() throws IOException {
        // Who waits for a writer sees one that is gone.
        new RandomAccessFile(neverWritten.toFile(), "rw").close();
        parts.gateway().close();
        parts.agents().close();
        processes.close();
        store.close();
    }

    private FakeChannel client(String clientId) {
        FakeChannel channel = new FakeChannel();
        Thread.startVirtualThread(() -> parts.gateway().accept(channel));
        channel.hello(clientId);
        await().atMost(PATIENCE).until(() -> !channel.sent.isEmpty());
        channel.request("{\"type\":\"fetch_agents_request\",\"requestId\":\"list\",\"subscribe\":{}}");
        await().atMost(PATIENCE).until(() -> got(channel, "fetch_agents_response"));
        return channel;
    }

    /** Without parsing what may be megabytes. */
    private static boolean got(FakeChannel channel, String words) {
        return channel.sent.stream().anyMatch(frame -> new String(frame.bytes(), StandardCharsets.UTF_8).contains(words));
    }

    private String create(FakeChannel channel, String requestId, String prompt) {
        channel.request("{\"type\":\"create_agent_request\",\"requestId\":\"" + requestId
                + "\",\"config\":{\"provider\":\"unruly\",\"cwd\":\"" + home + "\"},\"initialPrompt\":\"" + prompt + "\"}");
        await().atMost(PATIENCE).until(() -> got(channel, "\"requestId\":\"" + requestId + "\""));
        JsonObject created = channel.payloads("status").stream().filter(p -> p.getString("requestId", "").equals(requestId)).findFirst()
                .orElseThrow();
        assertEquals("agent_created", created.getString("status"), created.toString());
        return created.getString("agentId");
    }

    private static List<Long> rows(FakeChannel channel, String agent) {
        return channel.payloads("agent_stream").stream().filter(p -> p.getString("agentId").equals(agent) && p.containsKey("seq"))
                .map(p -> p.getJsonNumber("seq").longValueExact()).toList();
    }

    private static boolean heardOfTheEnd(FakeChannel channel) {
        return got(channel, "\"turn_completed\"") && got(channel, "\"seq\":" + ROWS + ",");
    }

    @Test
    void aClientThatDoesNotReadDelaysNobodyAndFindsInTheEndWhatItMissed() {
        FakeChannel slow = client("slow");
        slow.stopReading();
        FakeChannel fast = client("fast");

        String agent = create(fast, "create", "flood");
        await().atMost(PATIENCE).until(() -> heardOfTheEnd(fast));
        assertEquals(LongStream.rangeClosed(1, ROWS).boxed().toList(), rows(fast, agent), "the other client misses nothing");
        slow.request("{\"type\":\"ping\",\"requestId\":\"from the slow one\"}");

        slow.readOn();
        await().atMost(PATIENCE).until(() -> heardOfTheEnd(slow) && got(slow, "from the slow one"));
        List<Long> seen = rows(slow, agent);
        assertTrue(seen.size() < ROWS, "rows are left out for it");
        long before = seen.get(seen.size() - 2);
        assertEquals(LongStream.rangeClosed(1, before).boxed().toList(), seen.subList(0, seen.size() - 1), "one gap, before the newest");
        JsonObject last = slow.payloads("agent_update").getLast().getJsonObject("agent");
        assertEquals("idle", last.getString("status"), "states are never left out");

        String epoch = slow.payloads("agent_stream").stream().filter(p -> p.containsKey("epoch")).findFirst().orElseThrow()
                .getString("epoch");
        for (long at = before; at < ROWS - 1;) {
            slow.request("{\"type\":\"fetch_agent_timeline_request\",\"requestId\":\"after " + at + "\",\"agentId\":\"" + agent
                    + "\",\"direction\":\"after\",\"cursor\":{\"epoch\":\"" + epoch + "\",\"seq\":" + at + "},\"limit\":50,"
                    + "\"projection\":\"canonical\"}");
            String id = "after " + at;
            await().atMost(PATIENCE).until(() -> got(slow, "\"requestId\":\"" + id + "\""));
            JsonObject page = slow.payloads("fetch_agent_timeline_response").stream().filter(p -> p.getString("requestId").equals(id))
                    .findFirst().orElseThrow();
            assertEquals(at + 1, page.getJsonArray("entries").getJsonObject(0).getJsonNumber("seqStart").longValueExact());
            at = page.getJsonObject("endCursor").getJsonNumber("seq").longValueExact();
        }
    }

    /** More of them than there are cores, since two blocked threads have frozen all of a program before. */
    @Test
    void agentsThatDoNotReadAndPluginsThatHangDelayNoOtherClient() {
        int each = Runtime.getRuntime().availableProcessors() + 1;
        FakeChannel unlucky = client("unlucky");
        for (int number = 0; number < each; number++) {
            create(unlucky, "deaf-" + number, "deaf");
            create(unlucky, "hang-" + number, "hang");
        }
        await().atMost(PATIENCE).until(() -> provider.hanging.get() == each);

        FakeChannel other = client("other");
        String agent = create(other, "create", "hello");
        other.request("{\"type\":\"wait_for_finish_request\",\"requestId\":\"wait\",\"agentId\":\"" + agent + "\"}");
        await().atMost(PATIENCE).until(() -> got(other, "\"wait_for_finish_response\""));
        assertEquals("idle", other.payloads("wait_for_finish_response").getFirst().getString("status"));
        assertEquals(each, provider.hanging.get(), "they hung all the while");
    }
}
