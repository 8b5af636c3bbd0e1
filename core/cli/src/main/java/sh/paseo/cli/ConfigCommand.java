package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.PaseoHome;
import sh.paseo.cli.client.PidFile;
import sh.paseo.cli.text.Column;
import sh.paseo.cli.text.PrettyJson;

/**
 * {@code paseo config check}, {@code get}, {@code set}, {@code unset}, {@code path} and {@code schema}: the configuration of a home, which
 * the daemon's program looks at as the daemon would.
 */
final class ConfigCommand implements Command {
    private static final String CODE = "INVALID_CONFIG";
    private static final RowType KEYS = new RowType("value", Column.plain("KEY", "key", "VALUE", "value", "FROM", "from"));

    /** What to do, and how many words that takes. */
    enum Task {
        CHECK(0, 0), GET(0, 1), SET(2, 2), UNSET(1, 1), PATH(0, 0), SCHEMA(0, 0);

        private final int least;
        private final int most;

        Task(int least, int most) {
            this.least = least;
            this.most = most;
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Task task;

    ConfigCommand(Task task) {
        this.task = task;
    }

    @Override
    public void declare(CommandSpec spec) {
        if (task.most > 0) {
            spec.addPositional(Arguments.words(task == Task.SET ? "<key> <value>" : "<key>"));
        }
        spec.addOption(Arguments.value("<path>", "the Paseo home", "--home"));
    }

    @Override
    public int run(Call call) {
        PaseoHome home = DaemonStop.home(call);
        List<String> words = call.arguments().words();
        if (words.size() < task.least || words.size() > task.most) {
            throw new CliException("INVALID_OPTIONS", "Give " + (task == Task.SET ? "a key and a value" : "one key"),
                    "See the keys with: paseo config get");
        }
        switch (task) {
            case PATH -> call.output().line("path", home.root().resolve("config.json").toString());
            case SCHEMA -> call.terminal().out(PrettyJson.write(Json.read(asked(call, home, words))) + "\n");
            case CHECK -> call.output().object("file", Json.read(asked(call, home, words)));
            case GET -> call.output().rows(KEYS, Json.children(Json.read("{\"rows\":" + asked(call, home, words) + "}"), "rows"));
            case SET, UNSET -> {
                JsonObject changed = Json.read(written(call, home, all(words), "", CODE));
                call.output().row(KEYS, changed);
                if (home.pidFile().filter(PidFile::alive).isPresent()) {
                    call.terminal().err("The daemon runs; it holds after: paseo daemon restart\n");
                }
            }
        }
        return 0;
    }

    private List<String> all(List<String> words) {
        List<String> all = new ArrayList<>(List.of(task.word()));
        all.addAll(words);
        return all;
    }

    private String asked(Call call, PaseoHome home, List<String> words) {
        return answered(call, home, all(words), "", CODE);
    }

    /** The same as {@link #answered} for what may be the first file of a home. */
    static String written(Call call, PaseoHome home, List<String> words, String input, String code) {
        try {
            home.create();
        } catch (IOException refused) {
            throw new CliException(code, "Cannot make the folder " + home.root() + ": " + refused.getMessage());
        }
        return answered(call, home, words, input, code);
    }

    /** What the daemon's program answers; else its reason under this code. */
    private static String answered(Call call, PaseoHome home, List<String> words, String input, String code) {
        DaemonProgram.Ended ended = call.world().program().configure(home.root(), words, input);
        if (ended.exitCode() != 0) {
            throw new CliException(code, ended.err());
        }
        return ended.out();
    }
}
