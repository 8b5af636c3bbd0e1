package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.text.Column;

/** {@code paseo agent update}. <b>Source:</b> spec/wire/05 §2; recorded 16. */
final class AgentUpdateCommand implements Command {
    private static final String FAILED = "UPDATE_FAILED";
    private static final RowType ROW = new RowType("agentId", Column.plain("AGENT ID", "agentId", "NAME", "name", "LABELS", "labels"));

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Arguments.value("<name>", "the new name", "--name"));
        spec.addOption(Arguments.many("<k=v[,k=v]>", "labels to set", "--label"));
        Arguments.host(spec);
        spec.addPositional(Arguments.words("<id>"));
    }

    @Override
    public int run(Call call) {
        String wanted = call.agentId();
        Optional<String> name = call.arguments().value("--name").map(String::trim);
        if (name.isPresent() && name.get().isEmpty()) {
            throw new CliException("INVALID_NAME", "Name must not be empty");
        }
        Map<String, String> labels = call.arguments().labels(true);
        if (name.isEmpty() && labels.isEmpty()) {
            throw new CliException("NO_CHANGES_PROVIDED", "Nothing to update", "Give --name or --label key=value.");
        }
        try (DaemonConnection connection = call.connect()) {
            var agents = new Agents(connection);
            JsonObject row = Agents.step(FAILED, "Failed to update agent", () -> {
                String id = Agents.id(agents.fetch(wanted));
                var fields = Json.object().add("agentId", id);
                name.ifPresent(text -> fields.add("name", text));
                if (!labels.isEmpty()) {
                    fields.add("labels", Json.texts(labels));
                }
                agents.change("update_agent_request", fields.build());
                return row(agents.fetch(id));
            });
            call.output().row(ROW, row);
        }
        return 0;
    }

    private static JsonObject row(JsonObject agent) {
        JsonObject labels = Json.child(agent, "labels");
        String text = String.join(",", labels.keySet().stream().map(key -> key + "=" + Json.text(labels, key).orElse("")).toList());
        return Json.object().add("agentId", Agents.id(agent)).add("name", Json.filled(agent, "title").orElse("-"))
                .add("labels", text.isEmpty() ? "-" : text)
                .build();
    }
}
