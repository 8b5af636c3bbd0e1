package sh.paseo.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.PaseoHome;
import sh.paseo.cli.client.PidFile;

/**
 * {@code paseo daemon restart}: stops the daemon if it runs and starts it again, of this distribution and with this environment; agents
 * go on meanwhile. <b>Source:</b> spec/wire/05 §8.
 */
final class DaemonRestartCommand implements Command {
    @Override
    public void declare(CommandSpec spec) {
        DaemonStop.declare(spec, "kill it when it does not end");
        DaemonStartCommand.options(spec);
    }

    @Override
    public int run(Call call) {
        PaseoHome home = DaemonStop.home(call);
        Optional<String> listen = DaemonStartCommand.listen(call.arguments()).or(() -> sameAddress(call, home));
        new DaemonStop(call, home).leave();
        long left = home.agentsAlive();
        PidFile daemon = new DaemonStart(call, home, listen).background();
        call.output().row(DaemonStop.ROW, DaemonStop.row("restarted", home, Optional.of(daemon.pid()),
                "Daemon listens on " + daemon.listen().orElse("nothing")
                        + (left == 0 ? "" : "; " + DaemonState.agents(left) + " went on meanwhile")));
        return 0;
    }

    /** Where it listens now, unless the environment or the configuration names an address that is the same at each start. */
    private static Optional<String> sameAddress(Call call, PaseoHome home) {
        List<String> named = call.surroundings().variable("PASEO_LISTEN").map(text -> List.of(text.split(",")))
                .orElseGet(home::configuredListen);
        boolean fixed = !named.isEmpty() && named.stream().noneMatch(text -> text.strip().equals("0") || text.strip().endsWith(":0"));
        return fixed ? Optional.empty() : home.pidFile().filter(PidFile::alive).flatMap(PidFile::listen);
    }
}
