package sh.paseo.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sh.paseo.cli.client.CliException;

/**
 * Starts the daemon from the unpacked distribution; the only class of the command that starts processes. The distribution's {@code
 * bin/paseo} with
 * {@code daemon-main} as its first argument is the daemon in the foreground, which the script itself starts again when it ends with code
 * 75.
 */
final class DaemonLauncher implements DaemonProgram {
    private static final String START_FAILED = "DAEMON_START_FAILED";
    /** Give a session of its own; the last, for systems without, at least takes the end of the terminal away. */
    private static final List<String> DETACHING = List.of("/usr/bin/setsid", "/bin/setsid", "/usr/bin/nohup");
    /** A daemon ends within ten seconds of a signal. */
    private static final Duration ENDING = Duration.ofSeconds(12);

    private final Optional<Path> install;
    private final List<String> detaching;

    DaemonLauncher(Optional<Path> install) {
        this(install, DETACHING);
    }

    DaemonLauncher(Optional<Path> install, List<String> detaching) {
        this.install = install;
        this.detaching = detaching;
    }

    @Override
    public Launched background(Map<String, String> environment, Path output) {
        List<String> command = new ArrayList<>();
        // Closing the terminal or a Ctrl-C in it must not end the daemon.
        detaching.stream().filter(path -> Files.isExecutable(Path.of(path))).findFirst().ifPresent(command::add);
        command.addAll(program("daemon-main"));
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        try {
            return new Started(builder.start());
        } catch (IOException refused) {
            throw cannotStart(refused);
        }
    }

    @Override
    public int foreground(Map<String, String> environment) {
        var builder = new ProcessBuilder(program("daemon-main")).inheritIO();
        builder.environment().putAll(environment);
        try {
            Process daemon = builder.start();
            // Whoever signals this command means the daemon, which may have lost its launcher.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(daemon), "end-daemon"));
            return daemon.waitFor();
        } catch (IOException refused) {
            throw cannotStart(refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CliException(START_FAILED, "Interrupted while the daemon ran");
        }
    }

    private static void end(Process launcher) {
        launcher.children().forEach(ProcessHandle::destroy);
        launcher.destroy();
        try {
            launcher.waitFor(ENDING);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Ended configure(Path home, List<String> words, String input) {
        List<String> command = new ArrayList<>(program("daemon-config"));
        command.addAll(words);
        var builder = new ProcessBuilder(command);
        builder.environment().put("PASEO_HOME", home.toString());
        try {
            Process program = builder.start();
            CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> read(program.getErrorStream()), Thread::startVirtualThread);
            give(program, input);
            String out = read(program.getInputStream());
            return new Ended(program.waitFor(), out, err.join());
        } catch (IOException refused) {
            throw cannotStart(refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CliException(START_FAILED, "Interrupted while the configuration was looked at");
        }
    }

    private static void give(Process program, String input) {
        try (Writer writer = program.outputWriter(StandardCharsets.UTF_8)) {
            writer.write(input);
        } catch (IOException unread) {
            // It has ended already and says why.
        }
    }

    private static String read(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private List<String> program(String task) {
        Path program = install.orElseThrow(() -> new CliException(START_FAILED, "This command does not belong to an unpacked distribution",
                "Start the daemon with the bin/paseo of a distribution.")).resolve("bin").resolve("paseo");
        return List.of(program.toString(), task);
    }

    private static CliException cannotStart(IOException refused) {
        return new CliException(START_FAILED, "Cannot start the daemon: " + refused.getMessage());
    }

    private record Started(Process process) implements Launched {
        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public int exitCode() {
            return process.isAlive() ? -1 : process.exitValue();
        }
    }
}
