package sh.paseo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.DaemonPassword;
import sh.paseo.cli.client.PaseoHome;
import sh.paseo.cli.client.PidFile;

/**
 * Starts the daemon of a home in the background and waits until it answers a hello. Which of two that are started at once wins is
 * the business of the daemon's own lock; the pid file is only read.
 */
final class DaemonStart {
    static final String FAILED = "DAEMON_START_FAILED";

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration PROBE = Duration.ofMillis(1500);
    private static final Duration PAUSE = Duration.ofMillis(25);
    private static final int QUOTED_LINES = 10;

    private final Call call;
    private final PaseoHome home;
    private final Map<String, String> environment;

    /** For the home and the address that the environment and the configuration name. */
    DaemonStart(Call call) {
        this(call, call.surroundings().home(), Optional.empty());
    }

    /** For another home, and listening elsewhere. */
    DaemonStart(Call call, PaseoHome home, Optional<String> listen) {
        this.call = call;
        this.home = home;
        this.environment = new HashMap<>(Map.of("PASEO_HOME", home.root().toString()));
        listen.ifPresent(address -> environment.put("PASEO_LISTEN", address));
    }

    /** Connects; without a daemon on this machine and with a person at the terminal it starts one first and says so. */
    DaemonConnection connectOrStart() {
        try {
            return call.connect();
        } catch (CliException notThere) {
            boolean may = notThere.code().equals("DAEMON_NOT_RUNNING") && call.output().forPeople() && call.locator().local(call.host());
            if (!may || home.pidFile().filter(PidFile::alive).isPresent()) {
                throw notThere;
            }
        }
        PidFile started = background();
        call.terminal().err("Started the Paseo daemon (pid " + started.pid() + "); stop it with: paseo daemon stop\n");
        return connect(started, DaemonConnection.CONNECT_TIMEOUT);
    }

    /** Runs the daemon with the streams of this command. On a terminal Ctrl-C reaches the daemon by itself and is its alone. */
    int foreground() {
        if (call.terminal().interactive()) {
            call.terminal().onInterrupt(() -> {});
        }
        return call.world().program().foreground(environment);
    }

    /** Starts the daemon and returns what it wrote about itself. */
    PidFile background() {
        refuseSecond();
        createHome();
        Path output = home.root().resolve("daemon.out");
        long before = size(output);
        DaemonProgram.Launched launched = call.world().program().background(environment, output);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<PidFile> running = home.pidFile().filter(PidFile::alive);
            if (running.isPresent() && answers(running.get())) {
                return running.get();
            }
            if (launched.exitCode() >= 0) {
                throw new CliException(FAILED, "The daemon ended with code " + launched.exitCode(), tail(output, before));
            }
            pause();
        }
        throw new CliException(FAILED, home.pidFile().filter(PidFile::alive).isPresent()
                ? "The daemon runs but does not answer; is a transport installed?"
                : "The daemon did not start within " + PATIENCE.toSeconds() + " s", "See " + home.log() + " and " + output);
    }

    private void refuseSecond() {
        Optional<PidFile> running = home.pidFile().filter(PidFile::alive);
        if (running.isPresent() && answers(running.get())) {
            throw new CliException("DAEMON_ALREADY_RUNNING", "The daemon is already running (pid " + running.get().pid() + ")",
                    "Stop it with: paseo daemon stop");
        }
    }

    private void createHome() {
        try {
            home.create();
        } catch (IOException refused) {
            throw new CliException(FAILED, "Cannot make the folder " + home.root() + ": " + refused.getMessage());
        }
    }

    private boolean answers(PidFile daemon) {
        if (daemon.listen().isEmpty()) {
            return false;
        }
        try (DaemonConnection connection = connect(daemon, PROBE)) {
            return !connection.serverInfo().isEmpty();
        } catch (CliException notYet) {
            // One that wants a password is there.
            return DaemonPassword.wanted(notYet);
        }
    }

    private DaemonConnection connect(PidFile daemon, Duration timeout) {
        return call.locator(home).connect(daemon.address(), timeout);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CliException(FAILED, "Interrupted while the daemon started");
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException none) {
            return 0;
        }
    }

    /** The last lines that the daemon wrote since it was started. */
    private static String tail(Path output, long from) {
        try (var file = Files.newByteChannel(output)) {
            file.position(from);
            var bytes = java.nio.channels.Channels.newInputStream(file).readAllBytes();
            List<String> lines = new String(bytes, java.nio.charset.StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - QUOTED_LINES), lines.size()));
        } catch (IOException unreadable) {
            return "See " + output;
        }
    }
}
