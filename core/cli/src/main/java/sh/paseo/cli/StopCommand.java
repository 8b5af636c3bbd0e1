package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.text.Column;

/** {@code paseo stop} interrupts agents, {@code paseo delete} removes them too. <b>Source:</b> spec/wire/05 §2; recorded 12, 12b, 40. */
final class StopCommand implements Command {
    private final boolean delete;

    StopCommand(boolean delete) {
        this.delete = delete;
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Arguments.flag("all agents", "--all"));
        spec.addOption(Arguments.value("<path>", "the agents of this folder", "--cwd"));
        Arguments.host(spec);
        spec.addPositional(Arguments.words("[id]"));
    }

    @Override
    public int run(Call call) {
        Arguments arguments = call.arguments();
        if (arguments.word(0).isEmpty() && !arguments.has("--all") && arguments.value("--cwd").isEmpty()) {
            throw new CliException("MISSING_ARGUMENT", "Agent ID required unless --all or --cwd is given",
                    "Usage: paseo " + (delete ? "delete" : "stop") + " <id> | --all | --cwd <path>");
        }
        String failed = delete ? "DELETE_AGENT_FAILED" : "STOP_AGENT_FAILED";
        try (DaemonConnection connection = call.connect()) {
            var agents = new Agents(connection);
            List<JsonObject> chosen = Agents.step(failed, "Failed to list agents", () -> chosen(call, agents));
            List<String> ids = new ArrayList<>();
            for (JsonObject agent : chosen) {
                Agents.step(failed, "Failed to " + (delete ? "delete" : "stop") + " agent " + Agents.shortId(Agents.id(agent)),
                        () -> end(agents, agent));
                ids.add(Agents.id(agent));
            }
            call.output().row(row(), Json.object().add(countKey(), ids.size()).add("agentIds", Json.texts(ids)).build());
        }
        return 0;
    }

    private RowType row() {
        return RowType.of("agentIds", Column.of(delete ? "DELETED" : "INTERRUPTED", countKey(), 0));
    }

    private String countKey() {
        return delete ? "deletedCount" : "stoppedCount";
    }

    private List<JsonObject> chosen(Call call, Agents agents) {
        List<JsonObject> all = agents.all();
        Optional<String> id = call.arguments().word(0);
        if (id.isPresent()) {
            JsonObject agent = agents.fetch(id.get());
            return List.of(agent);
        }
        Optional<String> folder = call.arguments().value("--cwd").map(path -> call.surroundings().resolve(path).toString());
        return all.stream().filter(agent -> delete || Agents.running(agent))
                .filter(agent -> folder.isEmpty() || Json.text(agent, "cwd").orElse("").equals(folder.get())).toList();
    }

    private JsonObject end(Agents agents, JsonObject agent) {
        String id = Agents.id(agent);
        if (Agents.running(agent)) {
            agents.change("cancel_agent_request", "cancel_agent_response", id);
        }
        return delete ? agents.change("delete_agent_request", "agent_deleted", id) : agent;
    }
}
