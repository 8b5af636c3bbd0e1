package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.text.Column;

/** {@code paseo agent mode}. <b>Source:</b> spec/wire/05 §2; recorded 14, 15. */
final class AgentModeCommand implements Command {
    private static final String FAILED = "MODE_OPERATION_FAILED";
    private static final RowType MODES = RowType.of("id", Column.of("MODE", "id", 15), Column.of("LABEL", "label", 25),
            Column.of("DESCRIPTION", "description", 40));
    private static final RowType SET = RowType.of("agentId", Column.of("AGENT ID", "agentId", 12), Column.of("MODE", "mode", 20));

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Arguments.flag("list the modes that the agent has", "--list"));
        Arguments.host(spec);
        spec.addPositional(Arguments.words("<id> [mode]"));
    }

    @Override
    public int run(Call call) {
        String wanted = call.agentId();
        boolean list = call.arguments().has("--list");
        if (!list && call.arguments().word(1).isEmpty()) {
            throw new CliException("MISSING_ARGUMENT", "Mode is required unless --list is given",
                    "Usage: paseo agent mode <id> <mode> | --list");
        }
        try (DaemonConnection connection = call.connect()) {
            var agents = new Agents(connection);
            JsonObject agent = Agents.step(FAILED, "Failed to get agent", () -> agents.fetch(wanted));
            if (list) {
                call.output().rows(MODES, modes(agent));
                return 0;
            }
            String mode = call.arguments().word(1).get();
            Agents.step(FAILED, "Failed to set mode", () -> set(agents, Agents.id(agent), mode));
            call.output().row(SET, Json.object().add("agentId", Agents.shortId(Agents.id(agent))).add("mode", mode).build());
        }
        return 0;
    }

    private static String set(Agents agents, String id, String mode) {
        agents.change("set_agent_mode_request", Json.object().add("agentId", id).add("modeId", mode).build());
        return mode;
    }

    private static List<JsonObject> modes(JsonObject agent) {
        return Json.children(agent, "availableModes").stream().map(mode -> Json.object().add("id", Json.value(mode, "id"))
                .add("label", Json.value(mode, "label")).add("description", Json.text(mode, "description").orElse("")).build()).toList();
    }
}
