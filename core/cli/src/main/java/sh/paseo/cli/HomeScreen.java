package sh.paseo.cli;

import java.util.List;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.PidFile;

/** What {@code paseo} alone shows: how things stand and what to do next. */
final class HomeScreen {
    private final World world;

    HomeScreen(World world) {
        this.world = world;
    }

    int run() {
        var command = new DaemonStatusCommand();
        Arguments none = Arguments.parse(Arguments.line("paseo", command), List.of());
        var output = new Output(world.terminal(), Output.Style.of(none, world.surroundings()));
        try {
            world.terminal().out(text(DaemonState.look(new Call(world, none, output), world.surroundings().home())));
            return 0;
        } catch (CliException failure) {
            output.error(failure);
            return 1;
        }
    }

    private static String text(DaemonState state) {
        var text = new StringBuilder("Paseo ").append(Version.text()).append("\n\n").append(daemon(state)).append("\n\nNext:\n");
        if (state.local().equals("running") || state.local().equals("unresponsive")) {
            text.append("  paseo run \"<what to do>\"     start an agent and follow it\n");
            text.append("  paseo ls                     list agents\n");
            text.append("  paseo daemon stop            stop the daemon\n");
        } else {
            text.append("  paseo run \"<what to do>\"     start the daemon and an agent\n");
            text.append("  paseo daemon start           start the daemon alone\n");
        }
        return text.append("  paseo --help                 everything else\n").toString();
    }

    private static String daemon(DaemonState state) {
        long pid = state.file().map(PidFile::pid).orElse(0L);
        return switch (state.local()) {
            case "running" -> "The daemon runs (pid " + pid + ", " + state.listen() + ")" + agents(state);
            case "unresponsive" -> "The daemon runs (pid " + pid + ") but does not answer; see " + state.home().log();
            default -> "The daemon does not run." + state.leftText().map(text -> "\n" + text).orElse("");
        };
    }

    private static String agents(DaemonState state) {
        return state.answer().map(answer -> ": " + answer.count("running") + " running, " + answer.count("idle") + " idle agents.")
                .orElseGet(() -> state.refusal().isPresent() ? " and asks for its password."
                        : " but has no transport, so that nothing can reach it.");
    }
}
