package sh.paseo.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The daemon of one home, which is ended in every way and started again. Only the processes that it started itself are ever ended. */
final class MortalDaemon implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(5);

    private final Distribution paseo;
    private Optional<Process> launcher = Optional.empty();
    private Optional<ProcessHandle> jvm = Optional.empty();
    private boolean frozen;

    MortalDaemon(Distribution paseo) {
        this.paseo = paseo;
    }

    /** Starts it and returns when it listens; clients are served a little later. */
    void start() throws IOException {
        launch();
        awaitListening();
    }

    /** Starts it and returns as soon as there is a process that can be killed. */
    void launch() throws IOException {
        launcher = Optional.of(paseo.launch());
        awaitProcess();
    }

    private void awaitProcess() {
        jvm = Optional.empty();
        await().atMost(Distribution.PATIENCE).pollDelay(Duration.ZERO).pollInterval(LOOK).until(() -> {
            jvm = launcher.orElseThrow().children().filter(MortalDaemon::isJava).findFirst();
            return jvm.isPresent() || !launcher.get().isAlive();
        });
        assertTrue(jvm.isPresent(), () -> "the daemon ended\n" + paseo.log());
    }

    /** Returns when it listens. */
    void awaitListening() {
        await().atMost(Distribution.PATIENCE).pollDelay(Duration.ZERO).pollInterval(LOOK)
                .until(() -> !jvm.orElseThrow().isAlive() || announced() && paseo.listen().isPresent());
        assertTrue(jvm.orElseThrow().isAlive(), () -> "the daemon ended\n" + paseo.log());
    }

    /** With SIGKILL; its launcher ends by itself. */
    void kill() throws InterruptedException {
        frozen = false;
        jvm.orElseThrow().destroyForcibly();
        awaitLauncher();
    }

    /** With SIGTERM, which the launcher passes on. */
    void terminate() throws InterruptedException {
        launcher.orElseThrow().destroy();
        awaitLauncher();
    }

    private void awaitLauncher() throws InterruptedException {
        assertTrue(launcher.orElseThrow().waitFor(Distribution.PATIENCE.toSeconds(), TimeUnit.SECONDS), "the launcher goes on");
    }

    /** Returns when the launcher, after the end of its daemon, has started another. */
    void awaitNext() {
        var before = jvm.orElseThrow();
        await().atMost(Distribution.PATIENCE).pollInterval(LOOK).until(() -> !before.isAlive());
        awaitProcess();
    }

    /** Returns when it has ended by a client's wish. */
    void awaitStopped() throws InterruptedException {
        awaitLauncher();
        assertEquals(0, launcher.orElseThrow().exitValue());
    }

    /** It stands still, as in a debugger, until it is thawed or killed. */
    void freeze() throws IOException, InterruptedException {
        frozen = true;
        signal("STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
        frozen = false;
    }

    private void signal(String name) throws IOException, InterruptedException {
        var kill = new ProcessBuilder(List.of("kill", "-" + name, Long.toString(jvm.orElseThrow().pid()))).inheritIO().start();
        assertEquals(0, kill.waitFor());
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
        if (frozen) {
            jvm.ifPresent(ProcessHandle::destroyForcibly);
        }
        paseo.close();
    }
}
