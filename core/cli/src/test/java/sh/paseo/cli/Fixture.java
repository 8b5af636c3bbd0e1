package sh.paseo.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A command line in a world that a test has made. */
final class Fixture {
    static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    final FakeTerminal terminal;
    final FakeDaemon daemon;
    final Map<String, String> environment = new HashMap<>();
    DaemonProgram program = new NoProgram();
    private final Path home;

    Fixture(Path home, FakeTerminal terminal, FakeDaemon daemon) {
        this.home = home;
        this.terminal = terminal;
        this.daemon = daemon;
        environment.put("PASEO_HOME", home.toString());
    }

    int run(String... words) {
        var around = new Surroundings(environment, home.resolve("user"), Path.of("/code/tree"), InstantSource.fixed(NOW));
        return new Cli(new World(terminal, around, daemon, program)).run(List.of(words));
    }

    /** Runs the command on another thread, for commands that a test talks with. */
    CompletableFuture<Integer> start(String... words) {
        var exit = new CompletableFuture<Integer>();
        Thread.ofPlatform().daemon().name("command").start(() -> {
            try {
                exit.complete(run(words));
            } catch (Throwable failed) {
                exit.completeExceptionally(failed);
            }
        });
        return exit.orTimeout(20, TimeUnit.SECONDS);
    }
}
