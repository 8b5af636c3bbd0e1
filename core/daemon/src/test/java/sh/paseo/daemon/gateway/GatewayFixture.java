package sh.paseo.daemon.gateway;

import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.daemon.processes.FileProcessHost;
import sh.paseo.daemon.processes.ProcessLimits;
import sh.paseo.daemon.storage.SqliteStore;
import sh.paseo.engine.Policy;
import sh.paseo.engine.Providers;
import sh.paseo.engine.Time;
import sh.paseo.hosting.HostingLimits;
import sh.paseo.protocol.Codec;

/** A gateway over a real engine and a real store, with one provider and clients without sockets. */
abstract class GatewayFixture {
    @TempDir
    Path home;

    private final Codec codec = new Codec();
    final EchoProvider provider = new EchoProvider();
    final List<String> control = new CopyOnWriteArrayList<>();
    SqliteStore store;
    private FileProcessHost processes;
    GatewayParts parts;

    /** The one provider. */
    AgentProvider installed() {
        return provider;
    }

    Providers providers() {
        return provider;
    }

    /** How long a channel may be open without a hello. */
    Duration helloLimit() {
        return HostingLimits.Times.DEFAULT.hello();
    }

    @BeforeEach
    void start() {
        InstantSource clock = InstantSource.system();
        store = SqliteStore.open(home, codec.jsonb(), clock);
        processes = new FileProcessHost(home.resolve("agents"), Map.of(), clock, ProcessLimits.forHeap(1 << 27));
        parts = GatewayParts.assemble(new GatewayParts.Self("srv_1", "box", "1.2.3"),
                new GatewayParts.Surroundings(codec, store, processes, providers(), List.of(installed()), id -> {
                    throw new IllegalStateException("the provider needs no context");
                }, List::of, availabilities -> List.of(), new Time(clock, System::nanoTime), () -> UUID.randomUUID().toString(),
                        Policy.DEFAULT, helloLimit()),
                new DaemonControl() {
                    @Override
                    public void stop(String reason) {
                        control.add("stop");
                    }

                    @Override
                    public void restart(String reason) {
                        control.add("restart " + reason);
                    }
                });
        parts.agents().load();
    }

    @AfterEach
    void stop() {
        parts.gateway().close();
        parts.agents().close();
        processes.close();
        store.close();
    }

    FakeChannel connect(FakeChannel channel) {
        Thread.startVirtualThread(() -> parts.gateway().accept(channel));
        return channel;
    }

    FakeChannel client(String clientId) {
        FakeChannel channel = connect(new FakeChannel());
        channel.hello(clientId);
        await().until(() -> !channel.sent.isEmpty());
        return channel;
    }

    JsonObject answer(FakeChannel channel, String type) {
        await().until(() -> !channel.payloads(type).isEmpty());
        return channel.payloads(type).getLast();
    }

    JsonObject status(FakeChannel channel, String status) {
        await().until(() -> channel.payloads("status").stream().anyMatch(p -> p.getString("status").equals(status)));
        return channel.payloads("status").stream().filter(p -> p.getString("status").equals(status)).reduce((a, b) -> b).orElseThrow();
    }

    String create(FakeChannel channel, String requestId, String prompt) {
        channel.request(
                "{\"type\":\"create_agent_request\",\"requestId\":\"" + requestId + "\",\"config\":{\"provider\":\""
                        + installed().descriptor().id() + "\",\"cwd\":\"" + home
                        + "\"},\"initialPrompt\":\"" + prompt + "\"}");
        await().until(() -> channel.payloads("status").stream().anyMatch(p -> p.getString("requestId", "").equals(requestId)));
        return channel.payloads("status").stream().filter(p -> p.getString("requestId", "").equals(requestId)).findFirst().orElseThrow()
                .getString("agentId");
    }

    JsonObject finished(FakeChannel channel, String agent) {
        String id = UUID.randomUUID().toString();
        channel.request("{\"type\":\"wait_for_finish_request\",\"requestId\":\"" + id + "\",\"agentId\":\"" + agent + "\"}");
        await().until(() -> channel.payloads("wait_for_finish_response").stream().anyMatch(p -> p.getString("requestId").equals(id)));
        return channel.payloads("wait_for_finish_response").getLast();
    }
}
