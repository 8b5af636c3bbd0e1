package sh.paseo.cli;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.PaseoHome;
import sh.paseo.cli.client.PidFile;

/** {@code paseo daemon start}. <b>Source:</b> spec/wire/05 §8. */
final class DaemonStartCommand implements Command {
    @Override
    public void declare(CommandSpec spec) {
        options(spec);
        spec.addOption(Arguments.flag("stay in the foreground", "--foreground"));
        spec.addOption(Arguments.value("<path>", "the Paseo home", "--home"));
    }

    static void options(CommandSpec spec) {
        spec.addOption(Arguments.value("<address>", "listen on host:port or a socket path", "--listen"));
        spec.addOption(Arguments.value("<port>", "listen on this port of 127.0.0.1", "--port"));
    }

    /** What {@code --listen} or {@code --port} says. */
    static Optional<String> listen(Arguments arguments) {
        Optional<String> port = arguments.value("--port");
        if (port.isPresent() && arguments.value("--listen").isPresent()) {
            throw new CliException("INVALID_OPTIONS", "Give --listen or --port, not both");
        }
        return arguments.value("--listen").or(() -> port.map(number -> "127.0.0.1:" + number));
    }

    @Override
    public int run(Call call) {
        PaseoHome home = DaemonStop.home(call);
        var start = new DaemonStart(call, home, listen(call.arguments()));
        if (call.arguments().has("--foreground")) {
            return start.foreground();
        }
        PidFile daemon = start.background();
        call.output().row(DaemonStop.ROW, DaemonStop.row("started", home, Optional.of(daemon.pid()),
                "Daemon listens on " + daemon.listen().orElse("nothing")));
        return 0;
    }
}
