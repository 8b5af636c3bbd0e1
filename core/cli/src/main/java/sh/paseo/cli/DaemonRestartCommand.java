package sh.paseo.cli;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.PaseoHome;
import sh.paseo.cli.client.PidFile;

/** {@code paseo daemon restart}: stops the daemon if it runs and starts it again. <b>Source:</b> spec/wire/05 §8. */
final class DaemonRestartCommand implements Command {
    @Override
    public void declare(CommandSpec spec) {
        DaemonStop.declare(spec);
        DaemonStartCommand.options(spec);
    }

    @Override
    public int run(Call call) {
        PaseoHome home = DaemonStop.home(call);
        Optional<String> listen = DaemonStartCommand.listen(call.arguments()).or(() -> sameAddress(call, home));
        new DaemonStop(call, home).stop();
        PidFile daemon = new DaemonStart(call, home, listen).background();
        call.output().row(DaemonStop.ROW, DaemonStop.row("restarted", home, Optional.of(daemon.pid()),
                "Daemon listens on " + daemon.listen().orElse("nothing")));
        return 0;
    }

    /** Where it listens now, when only the command that started it knew: neither the environment nor the configuration names an address. */
    private static Optional<String> sameAddress(Call call, PaseoHome home) {
        boolean named = call.surroundings().variable("PASEO_LISTEN").isPresent()
                || Json.child(home.config(), "daemon").containsKey("listen");
        return named ? Optional.empty() : home.pidFile().filter(PidFile::alive).flatMap(PidFile::listen);
    }
}
