package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.Request;
import sh.paseo.cli.text.Column;

/** {@code paseo worktree ls}. <b>Source:</b> spec/wire/05 §5; recorded 24, 26. */
final class WorktreeLsCommand implements Command {
    private static final String FAILED = "WORKTREE_LIST_FAILED";
    private static final RowType ROWS = RowType.of("name", Column.of("NAME", "name", 20), Column.of("BRANCH", "branch", 25),
            Column.of("CWD", "cwd", 45), Column.of("AGENT", "agent", 10));

    @Override
    public void declare(CommandSpec spec) {
        Arguments.host(spec);
    }

    @Override
    public int run(Call call) {
        try (DaemonConnection connection = call.connect()) {
            List<JsonObject> rows = Agents.step(FAILED, "Failed to list worktrees", () -> rows(connection, call.surroundings()));
            call.output().rows(ROWS, rows);
        }
        return 0;
    }

    private static List<JsonObject> rows(DaemonConnection connection, Surroundings around) {
        List<JsonObject> agents = new Agents(connection).all();
        JsonObject reply = connection.request(Request.of("paseo_worktree_list_request", Json.EMPTY));
        JsonObject error = Json.child(reply, "error");
        if (!error.isEmpty()) {
            throw new CliException(FAILED, Json.text(error, "message").orElse("unknown error"));
        }
        return Json.children(reply, "worktrees").stream().map(worktree -> row(worktree, agents, around)).toList();
    }

    private static JsonObject row(JsonObject worktree, List<JsonObject> agents, Surroundings around) {
        String path = Json.text(worktree, "worktreePath").orElse("");
        Optional<JsonObject> agent = agents.stream().filter(candidate -> Json.text(candidate, "cwd").orElse("").equals(path)).findFirst();
        return Json.object().add("name", path.substring(path.lastIndexOf('/') + 1))
                .add("branch", Json.filled(worktree, "branchName").orElse("-"))
                .add("cwd", around.tilde(path)).add("agent", agent.map(Agents::id).map(Agents::shortId).orElse("-")).build();
    }
}
