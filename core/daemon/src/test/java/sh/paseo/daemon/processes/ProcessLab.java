package sh.paseo.daemon.processes;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import sh.paseo.api.AgentId;
import sh.paseo.api.process.ProcessSpec;
import sh.paseo.api.process.ProcessSpec.EndSignal;

/** A host with short limits on a temporary folder, and agents that are shell scripts. */
final class ProcessLab implements AutoCloseable {
    static final ProcessLimits SHORT = new ProcessLimits(16 << 20, 1 << 20, 1L << 30, 0, Duration.ofSeconds(5), Duration.ofMillis(500),
            Duration.ofMillis(300));

    final Path home;
    final FileProcessHost host;
    private final ProcessTable table = ProcessTable.ofThisSystem();

    ProcessLab(Path home) {
        this(home, SHORT, Map.of());
    }

    ProcessLab(Path home, ProcessLimits limits, Map<String, String> more) {
        this(home, limits, more, JournalEvents::ofThisSystem);
    }

    ProcessLab(Path home, ProcessLimits limits, Map<String, String> more, Supplier<JournalEvents> events) {
        this.home = home;
        Map<String, String> environment = new HashMap<>(Map.of("PATH", "/usr/bin:/bin", "HOME", home.toString()));
        environment.putAll(more);
        host = new FileProcessHost(home.resolve("agents"), environment, InstantSource.system(), limits, events);
    }

    static AgentId newAgent() {
        return new AgentId(UUID.randomUUID().toString());
    }

    ProcessSpec script(String text, String... arguments) {
        return script(EndSignal.TERM, text, arguments);
    }

    ProcessSpec script(EndSignal end, String text, String... arguments) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", text, "script"));
        command.addAll(List.of(arguments));
        return new ProcessSpec(command, home, Map.of(), end);
    }

    Path folder(AgentId agent, String process) {
        return home.resolve("agents").resolve(agent.value()).resolve(process);
    }

    boolean alive(long pid) {
        return table.identity(pid).isPresent();
    }

    /** Ends all that an earlier host left, and returns whose it was. */
    Set<AgentId> reap() {
        Set<AgentId> left = host.left().keySet();
        host.reap(left);
        return left;
    }

    /** A number that a script wrote into a file. */
    long pidIn(Path file) {
        until(() -> Files.exists(file) && Files.readString(file).endsWith("\n"));
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void until(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(20)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(condition);
    }

    @Override
    public void close() {
        host.close();
    }
}
