package sh.paseo.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The assembled folder with a home of its own: starts the daemon on a free port, runs commands, and leaves nothing running.
 *
 * <pre>{@code
 * try (var paseo = Distribution.shipped(scratch)) {
 *     paseo.start();
 *     paseo.run("ls").ok();
 * }
 * }</pre>
 */
final class Distribution implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final String EVENT = "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z (INFO|WARNING|FINE) [\\w.]+: .*";

    private final Path install;
    private final Path scratch;
    private final Map<String, String> environment = new HashMap<>();
    private List<String> wrapper = List.of();
    private Optional<Process> daemon = Optional.empty();

    private Distribution(Path install, Path scratch) {
        this.install = install;
        this.scratch = scratch;
    }

    /** The folder where the build left it. */
    static Distribution shipped(Path scratch) {
        var install = Path.of(System.getProperty("paseo.distribution")).normalize();
        assertTrue(Files.isExecutable(install.resolve("bin/paseo")), "not assembled: " + install);
        return new Distribution(install, scratch);
    }

    /** A copy that a test may change. */
    static Distribution copied(Path scratch) throws IOException {
        var from = shipped(scratch).install;
        var to = scratch.resolve("install");
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
        return new Distribution(to, scratch);
    }

    /** Sets a variable for everything started from now on. */
    Distribution with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Starts the daemon with so many file descriptors and no way to more. */
    Distribution withDescriptors(int most) {
        wrapper = List.of("/bin/sh", "-c", "ulimit -n " + most + " && exec \"$0\" \"$@\"");
        return this;
    }

    /** Writes the configuration, into a home that is made for it. */
    Distribution configured(String json) throws IOException {
        var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(home(), mine);
        var file = Files.writeString(home().resolve("config.json"), json);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return this;
    }

    Path install() {
        return install;
    }

    Path home() {
        return scratch.resolve("home");
    }

    /** Where commands run. */
    Path work() {
        return scratch.resolve("work");
    }

    /** What the daemon's process wrote to its standard error. */
    String daemonErr() throws IOException {
        return Files.readString(scratch.resolve("daemon.err"));
    }

    String daemonOut() throws IOException {
        return Files.readString(scratch.resolve("daemon.out"));
    }

    /** Starts the daemon and waits until it answers. */
    void start() throws IOException {
        launch();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> ended() || healthy());
        assertTrue(!ended(), () -> "the daemon ended\n" + read("daemon.out") + read("daemon.err") + log());
    }

    /** Starts the daemon and does not wait. */
    Process launch() throws IOException {
        var builder = builder(List.of("daemon-main"));
        builder.command().addAll(0, wrapper);
        var process = builder
                .redirectOutput(ProcessBuilder.Redirect.appendTo(scratch.resolve("daemon.out").toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(scratch.resolve("daemon.err").toFile()))
                .start();
        daemon = Optional.of(process);
        return process;
    }

    /** Runs a command to its end. */
    Result run(String... arguments) throws IOException, InterruptedException {
        var out = Files.createTempFile(scratch, "out", "");
        var err = Files.createTempFile(scratch, "err", "");
        var builder = builder(List.of(arguments)).redirectOutput(out.toFile()).redirectError(err.toFile());
        var process = builder.start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail(String.join(" ", builder.command()) + " does not end\n" + Files.readString(out) + Files.readString(err) + log());
        }
        return new Result(builder.command(), process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** The JVM under the launcher, which stays to start it again. */
    ProcessHandle jvm() {
        return daemon.orElseThrow().children().findFirst().orElseThrow();
    }

    /** How many files and sockets the daemon has open. */
    long descriptors() throws IOException {
        try (var files = Files.list(Path.of("/proc", String.valueOf(jvm().pid()), "fd"))) {
            return files.count();
        }
    }

    /** Where the daemon listens first, by its own word; empty if nowhere or not yet. */
    Optional<String> listen() {
        var file = home().resolve("paseo.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (var reader = Json.createReader(Files.newBufferedReader(file))) {
            var listen = reader.readObject().get("listen");
            return listen instanceof jakarta.json.JsonString text ? Optional.of(text.getString().split(",")[0]) : Optional.empty();
        } catch (IOException | jakarta.json.JsonException e) {
            // Read in the middle of being written: asked again.
            return Optional.empty();
        }
    }

    /** The answer to a plain request. */
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://" + listen().orElseThrow() + path)).timeout(Duration.ofSeconds(5));
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /** Lines of the log that are no events, as those of a stack, or errors. */
    List<String> oddLines() {
        return log().lines().skip(1).filter(line -> !line.matches(EVENT)).toList();
    }

    String log() {
        var file = home().resolve("daemon.log");
        return Files.exists(file) ? "--- daemon.log\n" + readFile(file) : "";
    }

    /** Ends the daemon with SIGTERM and tells how its launcher ended. */
    int terminate() throws InterruptedException {
        var process = daemon.orElseThrow();
        process.destroy();
        assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), () -> "the daemon ignores SIGTERM\n" + log());
        daemon = Optional.empty();
        return process.exitValue();
    }

    /** Kills the daemon, but not its launcher, and tells how the launcher ended. */
    int kill() throws InterruptedException {
        var process = daemon.orElseThrow();
        jvm().destroyForcibly();
        assertTrue(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "the launcher goes on");
        daemon = Optional.empty();
        return process.exitValue();
    }

    /** Kills the launcher, but not the daemon, which somebody else has to end. */
    void killLauncher() throws InterruptedException {
        daemon.orElseThrow().destroyForcibly().waitFor();
        daemon = Optional.empty();
    }

    @Override
    public void close() {
        daemon.ifPresent(process -> {
            var all = process.descendants().toList();
            process.destroy();
            try {
                process.onExit().get(15, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                process.destroyForcibly();
            }
            all.forEach(ProcessHandle::destroyForcibly);
        });
    }

    private boolean ended() {
        return !daemon.orElseThrow().isAlive();
    }

    private boolean healthy() throws InterruptedException {
        try {
            var listen = listen();
            if (listen.filter(address -> address.startsWith(UnixSockets.PREFIX)).isPresent()) {
                return UnixSockets.health(Path.of(listen.get().substring(UnixSockets.PREFIX.length()))).startsWith("HTTP/1.1 200");
            }
            return listen.isPresent() && get("/api/health").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** A command that is not started yet, in {@link #work} and with nothing to read. */
    ProcessBuilder builder(List<String> arguments) throws IOException {
        var words = new ArrayList<String>();
        words.add(install.resolve("bin/paseo").toString());
        words.addAll(arguments);
        var builder = new ProcessBuilder(words).directory(Files.createDirectories(work()).toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("PASEO_"));
        builder.environment().put("PASEO_HOME", home().toString());
        builder.environment().put("PASEO_LISTEN", "127.0.0.1:0");
        builder.environment().putAll(environment);
        return builder;
    }

    private String read(String name) {
        return "--- " + name + "\n" + readFile(scratch.resolve(name));
    }

    private static String readFile(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
