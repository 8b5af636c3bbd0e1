package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.DaemonLocator;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.PaseoHome;
import sh.paseo.cli.client.PidFile;
import sh.paseo.cli.client.Request;
import sh.paseo.cli.text.Column;

/**
 * Stops the daemon of a home: asks it, then SIGTERM, then with force SIGKILL.
 *
 * <p><b>Source:</b> spec/wire/05 §8.
 */
final class DaemonStop {
    static final RowType ROW = new RowType("pid", Column.plain("STATUS", "action", "HOME", "home", "PID", "pid", "MESSAGE", "message"));

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
    static void declare(CommandSpec spec) {
        spec.addOption(Arguments.value("<duration>", "wait this long for it to end, 15 s if not told", "--timeout"));
        spec.addOption(Arguments.flag("kill it when it does not end", "--force"));
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

    /** Stops it and returns its row. */
    JsonObject stop() {
        Optional<PidFile> file = home.pidFile();
        Optional<ProcessHandle> process = file.filter(PidFile::alive).flatMap(daemon -> ProcessHandle.of(daemon.pid()));
        if (process.isEmpty()) {
            return row("not_running", home, Optional.empty(), "Daemon was not running");
        }
        ProcessHandle daemon = process.get();
        Duration patience = call.arguments().duration("--timeout").orElse(USUAL);
        boolean asked = ask(file.get());
        if (asked && ended(daemon, patience)) {
            return row("stopped", home, Optional.of(daemon.pid()), "Daemon stopped gracefully");
        }
        daemon.destroy();
        if (ended(daemon, asked ? AFTER_KILL : patience)) {
            return row("stopped", home, Optional.of(daemon.pid()), "Daemon stopped by signal");
        }
        if (call.arguments().has("--force")) {
            daemon.destroyForcibly();
            if (ended(daemon, AFTER_KILL)) {
                return row("stopped", home, Optional.of(daemon.pid()), "Daemon killed");
            }
        }
        throw new CliException("DAEMON_STOP_FAILED",
                "The daemon (pid " + daemon.pid() + ") did not end within " + patience.toSeconds() + " s",
                call.arguments().has("--force") ? "It could not be killed either." : "Use --force to kill it.");
    }

    /** Asks over its own address only: another daemon that happens to answer elsewhere is none of our business. */
    private boolean ask(PidFile daemon) {
        if (daemon.listen().isEmpty()) {
            return false;
        }
        Surroundings around = call.surroundings();
        var locator = new DaemonLocator(java.util.Map.of(), around.userHome(), home, call.world().dial());
        try (DaemonConnection connection = locator.connect(daemon.listen(), ASK)) {
            connection.request(Request.of("shutdown_server_request", Json.EMPTY).answeredBy("status").within(ASK));
            return true;
        } catch (CliException deaf) {
            return deaf.code().equals("CONNECTION_LOST");
        }
    }

    private static boolean ended(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
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
