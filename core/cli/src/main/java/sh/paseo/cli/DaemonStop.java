package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.DaemonPassword;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.PaseoHome;
import sh.paseo.cli.client.PidFile;
import sh.paseo.cli.client.Request;
import sh.paseo.cli.text.Column;

/**
 * Stops the daemon of a home: asks it, which ends its agents; then SIGTERM, which leaves them at work; then with force SIGKILL.
 *
 * <p><b>Source:</b> spec/wire/05 §8.
 */
final class DaemonStop {
    static final RowType ROW = new RowType("pid", Column.plain("STATUS", "action", "HOME", "home", "PID", "pid", "MESSAGE", "message"));

    private static final String FAILED = "DAEMON_STOP_FAILED";
    /** For a daemon that nobody is to find. */
    private static final String ANYWHERE = "127.0.0.1:0";
    private static final Duration USUAL = Duration.ofSeconds(15);
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    private final Call call;
    private final PaseoHome home;

    DaemonStop(Call call, PaseoHome home) {
        this.call = call;
        this.home = home;
    }

    /** The options that stopping takes. */
    static void declare(CommandSpec spec, String force) {
        spec.addOption(Arguments.value("<duration>", "wait this long for it to end, 15 s if not told", "--timeout"));
        spec.addOption(Arguments.flag(force, "--force"));
        spec.addOption(Arguments.value("<path>", "the Paseo home", "--home"));
    }

    /** The home that {@code --home} or the environment names. */
    static PaseoHome home(Call call) {
        return call.arguments().value("--home").map(path -> new PaseoHome(call.surroundings().resolve(path)))
                .orElseGet(call.surroundings()::home);
    }

    /** A row of {@code daemon start}, {@code stop} and {@code restart}. */
    static JsonObject row(String action, PaseoHome home, Optional<Long> pid, String message) {
        var row = Json.object().add("action", action).add("home", home.root().toString());
        pid.ifPresentOrElse(number -> row.add("pid", number), () -> row.addNull("pid"));
        return row.add("message", message).build();
    }

    /** The daemon that seems to run: what it wrote about itself, and the process that has its number. */
    private record Running(PidFile file, ProcessHandle process) {}

    private Optional<Running> daemon() {
        return home.pidFile().filter(PidFile::alive)
                .flatMap(file -> ProcessHandle.of(file.pid()).map(process -> new Running(file, process)));
    }

    boolean running() {
        return daemon().isPresent();
    }

    /** The daemon's agents that are at work; none if it does not answer. */
    BusyAgents busyAgents() {
        Optional<DaemonConnection> answering = daemon().flatMap(daemon -> connect(daemon.file));
        if (answering.isEmpty()) {
            return new BusyAgents(List.of());
        }
        try (DaemonConnection connection = answering.get()) {
            return new BusyAgents(new Agents(connection).all());
        } catch (CliException silent) {
            throw new CliException(FAILED, "The daemon does not say whether agents are at work: " + silent.getMessage(),
                    "Use --force to stop it all the same.");
        }
    }

    /** Stops it with its agents and returns its row. */
    JsonObject stop() {
        Optional<Running> running = daemon();
        if (running.isEmpty() || !ask(running.get().file)) {
            return leave();
        }
        Running daemon = running.get();
        return ended(daemon, patience()) ? stopped(daemon, "Daemon stopped gracefully") : signal(daemon, AFTER_KILL);
    }

    /** Stops it and leaves its agents at work. */
    JsonObject leave() {
        Optional<Running> running = daemon();
        if (running.isEmpty()) {
            return notRunning();
        }
        PidFile file = running.get().file;
        if (!file.writerAlive() && !answers(file)) {
            throw new CliException(FAILED, "Process " + file.pid() + " is younger than paseo.pid, which names it, and does not answer",
                    "If it is no daemon, remove " + home.root().resolve("paseo.pid"));
        }
        return signal(running.get(), patience());
    }

    JsonObject notRunning() {
        return row("not_running", home, Optional.empty(), "Daemon was not running" + left());
    }

    /** Ends agents that a daemon has left: starts one, which takes them over, and stops it with them. */
    JsonObject endLeft() {
        long left = home.agentsAlive();
        PidFile daemon = new DaemonStart(call, home, Optional.of(ANYWHERE)).background();
        stop();
        if (home.agentsAlive() > 0) {
            throw new CliException(FAILED, "Agents that a daemon had left did not end", "See " + home.log());
        }
        return row("stopped", home, Optional.of(daemon.pid()), "Ended " + DaemonState.agents(left) + " that went on without a daemon");
    }

    private Duration patience() {
        return call.arguments().duration("--timeout").orElse(USUAL);
    }

    private String left() {
        return DaemonState.left(home).map(". "::concat).orElse("");
    }

    private JsonObject signal(Running daemon, Duration patience) {
        daemon.process.destroy();
        if (ended(daemon, patience)) {
            return stopped(daemon, "Daemon stopped by signal");
        }
        boolean force = call.arguments().has("--force");
        if (force) {
            daemon.process.destroyForcibly();
            if (ended(daemon, AFTER_KILL)) {
                return stopped(daemon, "Daemon killed");
            }
        }
        throw new CliException(FAILED, "The daemon (pid " + daemon.file.pid() + ") did not end within " + patience.toSeconds() + " s",
                force ? "It could not be killed either." : "Use --force to kill it.");
    }

    private JsonObject stopped(Running daemon, String how) {
        return row("stopped", home, Optional.of(daemon.file.pid()), how + left());
    }

    private boolean ask(PidFile daemon) {
        Optional<DaemonConnection> answering = connect(daemon);
        if (answering.isEmpty()) {
            return false;
        }
        try (DaemonConnection connection = answering.get()) {
            connection.request(Request.of("shutdown_server_request", Json.EMPTY).answeredBy("status").within(ASK));
            return true;
        } catch (CliException deaf) {
            return deaf.code().equals("CONNECTION_LOST");
        }
    }

    private boolean answers(PidFile daemon) {
        try {
            Optional<DaemonConnection> answering = connect(daemon);
            answering.ifPresent(DaemonConnection::close);
            return answering.isPresent();
        } catch (CliException unknown) {
            return false;
        }
    }

    /** Over its own address only, and to the daemon of this home: another that happens to answer is none of our business. */
    private Optional<DaemonConnection> connect(PidFile daemon) {
        if (daemon.listen().isEmpty()) {
            return Optional.empty();
        }
        try {
            DaemonConnection connection = call.locator(home).connect(daemon.address(), ASK);
            if (home.serverId().isPresent() && !home.serverId().equals(Json.text(connection.serverInfo(), "serverId"))) {
                connection.close();
                return Optional.empty();
            }
            return Optional.of(connection);
        } catch (CliException deaf) {
            // Ended by a signal it would leave its agents, which is not what was asked for.
            if (DaemonPassword.wanted(deaf) || deaf.code().equals(CliException.NOT_TRUSTED)) {
                throw deaf;
            }
            return Optional.empty();
        }
    }

    private static boolean ended(Running daemon, Duration patience) {
        try {
            daemon.process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException still) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
