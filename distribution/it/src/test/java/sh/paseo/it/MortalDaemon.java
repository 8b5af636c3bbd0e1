package sh.paseo.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The daemon of one home, which is killed and started again and again. Only the process that it started itself is ever killed. */
final class MortalDaemon implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(5);

    private final Distribution paseo;
    private Optional<Process> launcher = Optional.empty();
    private Optional<ProcessHandle> jvm = Optional.empty();

    MortalDaemon(Distribution paseo) {
        this.paseo = paseo;
    }

    /** Starts it and returns when it listens; clients are served a little later. */
    void start() throws IOException {
        launch();
        await().atMost(Distribution.PATIENCE).pollDelay(Duration.ZERO).pollInterval(LOOK)
                .until(() -> !jvm.orElseThrow().isAlive() || announced() && paseo.listen().isPresent());
        assertTrue(jvm.orElseThrow().isAlive(), () -> "the daemon ended\n" + paseo.log());
    }

    /** Starts it and returns as soon as there is a process that can be killed. */
    void launch() throws IOException {
        launcher = Optional.of(paseo.launch());
        jvm = Optional.empty();
        await().atMost(Distribution.PATIENCE).pollDelay(Duration.ZERO).pollInterval(LOOK).until(() -> {
            jvm = launcher.get().children().filter(MortalDaemon::isJava).findFirst();
            return jvm.isPresent() || !launcher.get().isAlive();
        });
        assertTrue(jvm.isPresent(), () -> "the daemon ended\n" + paseo.log());
    }

    /** With SIGKILL; its launcher ends by itself. */
    void kill() throws InterruptedException {
        jvm.orElseThrow().destroyForcibly();
        assertTrue(launcher.orElseThrow().waitFor(Distribution.PATIENCE.toSeconds(), TimeUnit.SECONDS), "the launcher goes on");
    }

    /** With SIGTERM. */
    void stop() throws InterruptedException {
        paseo.terminate();
    }

    String address() {
        return paseo.listen().orElseThrow();
    }

    /** The launcher runs other programs before. */
    private static boolean isJava(ProcessHandle process) {
        return process.info().command().filter(command -> command.endsWith("/java")).isPresent();
    }

    /** The file that an earlier daemon left names another process. */
    private boolean announced() {
        var file = paseo.home().resolve("paseo.pid");
        try (var reader = Json.createReader(Files.newBufferedReader(file))) {
            return reader.readObject().getInt("pid") == jvm.orElseThrow().pid();
        } catch (IOException | JsonException e) {
            // Not there yet, or read in the middle of being written.
            return false;
        }
    }

    @Override
    public void close() {
        paseo.close();
    }
}
