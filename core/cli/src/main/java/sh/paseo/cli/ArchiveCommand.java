package sh.paseo.cli;

import jakarta.json.JsonObject;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.text.Column;

/** {@code paseo archive}. <b>Source:</b> spec/wire/05 §2; recorded 39. */
final class ArchiveCommand implements Command {
    private static final String FAILED = "ARCHIVE_AGENT_FAILED";
    private static final RowType ROW = new RowType("agentId",
            Column.plain("AGENT ID", "agentId", "STATUS", "status", "ARCHIVED AT", "archivedAt"));

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Arguments.flag("even while it is running", "--force"));
        Arguments.host(spec);
        spec.addPositional(Arguments.words("<id>"));
    }

    @Override
    public int run(Call call) {
        String wanted = call.agentId();
        try (DaemonConnection connection = call.connect()) {
            var agents = new Agents(connection);
            JsonObject agent = Agents.find(Agents.step(FAILED, "Failed to list agents", agents::all), wanted);
            String id = Agents.id(agent);
            if (Agents.archived(agent)) {
                throw new CliException("AGENT_ALREADY_ARCHIVED", "Agent " + Agents.shortId(id) + " is already archived");
            }
            if (Agents.running(agent) && !call.arguments().has("--force")) {
                throw new CliException("AGENT_RUNNING", "Agent " + Agents.shortId(id) + " is running",
                        "Use --force to interrupt and archive it.");
            }
            JsonObject reply = Agents.step(FAILED, "Failed to archive agent",
                    () -> agents.change("archive_agent_request", "agent_archived", id));
            call.output().row(ROW,
                    Json.object().add("agentId", id).add("status", "archived").add("archivedAt", Json.value(reply, "archivedAt")).build());
        }
        return 0;
    }
}
