package sh.paseo.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The home's disk is full: the database, the log and what agents write all have no room. */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {
    private static final int ITEMS = 3_000;
    /** More than the small disk holds. */
    private static final String MUCH = "emit " + ITEMS + " items of 1000 bytes";
    private static final Duration STUCK = Duration.ofSeconds(3);

    @TempDir
    Path scratch;

    private final Ledger ledger = new Ledger();

    private Path plugins(Distribution paseo) throws IOException {
        return Files.createDirectory(paseo.home().resolve("plugins"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static JsonObject got(CompletableFuture<String> answer) {
        var text = answer.orTimeout(Distribution.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        return LiveClient.parse(text).getJsonObject("message").getJsonObject("payload");
    }

    private String create(LiveClient client, String provider, String prompt) {
        var config = Json.createObjectBuilder().add("provider", provider).add("cwd", scratch.toString());
        var created = got(client.ask(Json.createObjectBuilder().add("type", "create_agent_request")
                .add("requestId", UUID.randomUUID().toString()).add("config", config).add("initialPrompt", prompt).build()));
        assertEquals("agent_created", created.getString("status"), created::toString);
        return created.getString("agentId");
    }

    private Timeline timeline(LiveClient client, String agent) {
        return Timeline.read(got(client.ask(Json.createObjectBuilder().add("type", "fetch_agent_timeline_request")
                .add("requestId", UUID.randomUUID().toString()).add("agentId", agent).add("direction", "tail").add("limit", 0)
                .add("projection", "canonical").build())), ledger);
    }

    private static void awaitStuck(SmallDisk disk, Supplier<Object> progress) {
        var seen = new Object[] {progress.get()};
        await().atMost(Distribution.PATIENCE).during(STUCK).until(() -> {
            var before = seen[0];
            seen[0] = progress.get();
            return seen[0].equals(before) && disk.free() < 64 << 10;
        });
    }

    /** The command line writes an identity of its own when it is used for the first time. */
    private static void start(Distribution paseo) throws IOException, InterruptedException {
        paseo.start();
        paseo.run("ls").ok();
    }

    private static String status(Distribution paseo, String agent) throws IOException, InterruptedException {
        return paseo.run("ls", "--json").ok().jsonArray().getValuesAs(JsonObject.class).stream()
                .filter(each -> each.getString("id").equals(agent)).findFirst().orElseThrow().getString("status");
    }

    @Test
    void theAgentWaitsForRoomAndLosesNothingAndTheDaemonServesOn() throws Exception {
        var paseo = Distribution.shipped(scratch);
        try (var disk = SmallDisk.mount(paseo.home(), "4m"); paseo) {
            Files.copy(paseo.install().resolve("extras/agent-load.jar"), plugins(paseo).resolve("agent-load.jar"));
            start(paseo);
            var client = LiveClient.of(paseo::listen, ledger);
            var ended = client.next(payload -> payload.getJsonObject("event").getString("type").equals("turn_completed"));
            var agent = create(client, "load", MUCH);
            awaitStuck(disk, () -> ledger.lastSeen(agent));
            assertTrue(ledger.lastSeen(agent) < 1 + ITEMS, "all of it had room");
            assertEquals(200, paseo.get("/api/health").statusCode());
            assertEquals("running", status(paseo, agent));

            disk.enlarge("32m");
            ended.orTimeout(Distribution.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            assertEquals(1 + ITEMS, timeline(client, agent).items().size());

            client.tell(Json.createObjectBuilder().add("type", "send_agent_message_request").add("requestId", "again")
                    .add("agentId", agent).add("text", MUCH).build());
            disk.fill();
            awaitStuck(disk, () -> ledger.lastSeen(agent));
            paseo.terminate();

            disk.empty();
            paseo.start();
            timeline(client, agent);
            assertEquals(List.of(), ledger.problems());
            assertTrue(paseo.log().contains("Make room on the disk"), paseo.log());
            client.close();
        }
    }

    @Test
    void aProgramThatFillsTheDiskTakesNobodyWithIt() throws Exception {
        var paseo = Distribution.shipped(scratch);
        try (var disk = SmallDisk.mount(paseo.home(), "8m"); paseo) {
            var jar = scratch.resolve("chatty.jar");
            PluginJar.provider(jar, "agent-chatty", "ChattyProvider", source());
            Files.copy(jar, plugins(paseo).resolve("chatty.jar"));
            start(paseo);
            var client = LiveClient.of(paseo::listen, ledger);
            var agent = create(client, "chatty", "go on");
            // The end of the program is stored at once if the database has room left over in its log.
            await().atMost(Distribution.PATIENCE).until(() -> disk.free() < 64 << 10 || status(paseo, agent).equals("error"));
            assertEquals(200, paseo.get("/api/health").statusCode());
            disk.enlarge("16m");
            await().atMost(Distribution.PATIENCE).until(() -> status(paseo, agent).equals("error"));
            var last = timeline(client, agent).items().getLast();
            assertEquals("the program ended with 1", last.getString("message"));
            await().atMost(Distribution.PATIENCE).until(() -> disk.free() > 14 << 20);
            assertEquals(List.of(), ledger.problems());
            client.close();
        }
    }

    private static String source() throws IOException {
        try (var in = FullDiskTest.class.getResourceAsStream("/third-party/ChattyProvider.java")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
