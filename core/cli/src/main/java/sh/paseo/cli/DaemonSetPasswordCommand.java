package sh.paseo.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.PaseoHome;
import sh.paseo.cli.client.PidFile;
import sh.paseo.cli.text.Column;

/**
 * {@code paseo daemon set-password}: from the next start on whoever connects over TCP is asked for it. The hash is made and stored by the
 * daemon's program.
 */
final class DaemonSetPasswordCommand implements Command {
    private static final RowType ROW = new RowType("home", Column.plain("HOME", "home", "MESSAGE", "message"));
    private static final String FILE = "--password-file";
    private static final String NOT_SET = "PASSWORD_NOT_SET";

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Arguments.value("<file>", "take it from this file; else it is asked for, or read from the input", FILE));
        spec.addOption(Arguments.value("<path>", "the Paseo home", "--home"));
    }

    @Override
    public int run(Call call) {
        PaseoHome home = DaemonStop.home(call);
        String password = password(call);
        ConfigCommand.written(call, home, List.of("password"), password, NOT_SET);
        boolean running = home.pidFile().filter(PidFile::alive).isPresent();
        call.output().row(ROW, Json.object().add("home", home.root().toString()).add("message",
                "Password stored; it is asked for " + (running ? "after: paseo daemon restart" : "from the next start on")).build());
        return 0;
    }

    private static String password(Call call) {
        Optional<String> file = call.arguments().value(FILE);
        if (file.isPresent()) {
            return GivenPassword.inFile(call.surroundings().resolve(file.get()));
        }
        if (call.terminal().interactive()) {
            return typedTwice(call.terminal());
        }
        try {
            return GivenPassword.line(call.terminal().readAll());
        } catch (IOException broken) {
            throw failed("Cannot read the password: " + broken.getMessage());
        }
    }

    private static String typedTwice(Terminal terminal) {
        String first = terminal.readSecret("New password: ").orElse("");
        if (!terminal.readSecret("The same again: ").orElse("").equals(first)) {
            throw failed("The two are not the same; nothing was changed");
        }
        return first;
    }

    private static CliException failed(String message) {
        return new CliException(NOT_SET, message);
    }
}
