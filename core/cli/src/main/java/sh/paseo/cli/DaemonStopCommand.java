package sh.paseo.cli;

import picocli.CommandLine.Model.CommandSpec;

/** {@code paseo daemon stop}. <b>Source:</b> spec/wire/05 §8. */
final class DaemonStopCommand implements Command {
    @Override
    public void declare(CommandSpec spec) {
        DaemonStop.declare(spec);
    }

    @Override
    public int run(Call call) {
        call.output().row(DaemonStop.ROW, new DaemonStop(call, DaemonStop.home(call)).stop());
        return 0;
    }
}
