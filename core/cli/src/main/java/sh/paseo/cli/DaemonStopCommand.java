package sh.paseo.cli;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.PaseoHome;

/**
 * {@code paseo daemon stop}: agents end with the daemon. One that is at work is asked about on a terminal; elsewhere it is only ended with
 * {@code --force}. {@code --keep-agents} leaves them all. <b>Source:</b> spec/wire/05 §8.
 */
final class DaemonStopCommand implements Command {
    private static final String FORCE = "--force";
    private static final String KEEP = "--keep-agents";

    @Override
    public void declare(CommandSpec spec) {
        Arguments.password(spec);
        DaemonStop.declare(spec, "end agents that are at work too, and kill the daemon when it does not end");
        spec.addOption(Arguments.flag("leave the agents at work; the next daemon takes them over", KEEP));
    }

    @Override
    public int run(Call call) {
        PaseoHome home = DaemonStop.home(call);
        var stop = new DaemonStop(call, home);
        Arguments arguments = call.arguments();
        if (arguments.has(KEEP) && arguments.has(FORCE)) {
            throw new CliException("INVALID_OPTIONS", "Give --force or --keep-agents, not both");
        }
        if (arguments.has(KEEP) && !outlive(home)) {
            throw new CliException("INVALID_OPTIONS", "agents.outlive is false in config.json, so agents end with the daemon",
                    "Set it to true and restart the daemon, or leave --keep-agents out.");
        }
        JsonObject row = stop.running() ? running(call, home, stop) : absent(call, home, stop);
        call.output().row(DaemonStop.ROW, row);
        return 0;
    }

    private static JsonObject running(Call call, PaseoHome home, DaemonStop stop) {
        boolean keep = call.arguments().has(KEEP);
        if (!keep && !call.arguments().has(FORCE)) {
            BusyAgents busy = stop.busyAgents();
            if (!busy.isEmpty() && !call.output().forPeople()) {
                throw new CliException("AGENTS_AT_WORK", busy.text().strip(),
                        "End them with --force, or leave them at work with --keep-agents.");
            }
            keep = !busy.isEmpty() && BusyAgents.keep(call.terminal(), busy.text(), outlive(home));
        }
        JsonObject row = keep ? stop.leave() : stop.stop();
        // A daemon that had to be signalled or killed has left its agents.
        return call.arguments().has(FORCE) && home.agentsAlive() > 0 ? stop.endLeft() : row;
    }

    /** Without a daemon there may be agents that one has left. */
    private static JsonObject absent(Call call, PaseoHome home, DaemonStop stop) {
        Optional<String> left = DaemonState.left(home);
        boolean end = left.isPresent() && !call.arguments().has(KEEP) && (call.arguments().has(FORCE)
                || call.output().forPeople() && !BusyAgents.keep(call.terminal(), "The daemon does not run. " + left.get() + "\n", true));
        return end ? stop.endLeft() : stop.notRunning();
    }

    private static boolean outlive(PaseoHome home) {
        return Json.value(Json.child(home.config(), "agents"), "outlive") != JsonValue.FALSE;
    }
}
