package sh.paseo.cli;

import jakarta.json.JsonObject;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.text.Column;

/** {@code paseo agent reload}. <b>Source:</b> spec/wire/05 §2; recorded 23. */
final class AgentReloadCommand implements Command {
    private static final String FAILED = "RELOAD_FAILED";
    private static final RowType ROW = new RowType("agentId",
            Column.plain("AGENT ID", "agentId", "STATUS", "status", "TIMELINE", "timelineSize"));

    @Override
    public void declare(CommandSpec spec) {
        Arguments.host(spec);
        spec.addPositional(Arguments.words("<id>"));
    }

    @Override
    public int run(Call call) {
        String wanted = call.agentId();
        try (DaemonConnection connection = call.connect()) {
            var agents = new Agents(connection);
            String id = Agents.id(Agents.find(Agents.step(FAILED, "Failed to list agents", agents::all), wanted));
            JsonObject reply = Agents.step(FAILED, "Failed to reload agent", () -> agents.change("refresh_agent_request", "status", id));
            call.output().row(ROW, Json.object().add("agentId", id).add("status", "reloaded")
                    .add("timelineSize", Json.value(reply, "timelineSize")).build());
        }
        return 0;
    }
}
