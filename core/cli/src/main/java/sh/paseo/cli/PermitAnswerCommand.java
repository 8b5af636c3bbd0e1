package sh.paseo.cli;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.text.Column;

/** {@code paseo permit allow} and {@code paseo permit deny}. <b>Source:</b> spec/wire/05 §3; recorded 20, 22. */
final class PermitAnswerCommand implements Command {
    private static final RowType ROWS = RowType.of("requestId", Column.of("REQUEST ID", "requestId", 12),
            Column.of("AGENT", "agentShortId", 10),
            Column.of("TOOL", "name", 20), Column.of("RESULT", "result", 10));

    private final boolean allow;

    PermitAnswerCommand(boolean allow) {
        this.allow = allow;
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Arguments.flag("all pending requests of the agent", "--all"));
        if (allow) {
            spec.addOption(Arguments.value("<json>", "input to use in place of what was asked", "--input"));
        } else {
            spec.addOption(Arguments.value("<text>", "tell the agent why", "--message"));
            spec.addOption(Arguments.flag("end the turn as well", "--interrupt"));
        }
        Arguments.host(spec);
        spec.addPositional(Arguments.words("<agent> [request]"));
    }

    @Override
    public int run(Call call) {
        String wanted = call.agentId();
        Optional<String> request = call.arguments().word(1);
        if (!allow && request.isEmpty() && !call.arguments().has("--all")) {
            throw new CliException("MISSING_ARGUMENT", "Request ID required unless --all is given",
                    "Usage: paseo permit deny <agent> <request> | --all");
        }
        JsonObject response = response(call.arguments());
        List<JsonObject> rows = new ArrayList<>();
        try (DaemonConnection connection = call.connect()) {
            String failed = allow ? "ALLOW_PERMISSION_FAILED" : "DENY_PERMISSION_FAILED";
            JsonObject agent = agent(connection, wanted, failed);
            for (JsonObject asked : chosen(agent, request)) {
                Agents.step(failed, "Failed to answer",
                        () -> connection.request(Agents.answering(Agents.id(agent), Json.text(asked, "id").orElse(""), response)));
                rows.add(row(agent, asked));
            }
        }
        call.output().rows(ROWS, rows);
        return 0;
    }

    private static JsonObject agent(DaemonConnection connection, String wanted, String failed) {
        try {
            return new Agents(connection).fetch(wanted);
        } catch (CliException failure) {
            throw failure.code().equals("AGENT_NOT_FOUND") ? failure
                    : new CliException(failed, "Failed to get agent: " + failure.getMessage());
        }
    }

    private JsonObject response(Arguments arguments) {
        var response = Json.object().add("behavior", allow ? "allow" : "deny");
        if (allow) {
            arguments.value("--input").ifPresent(text -> response.add("updatedInput", input(text)));
        } else {
            arguments.value("--message").ifPresent(text -> response.add("message", text));
            if (arguments.has("--interrupt")) {
                response.add("interrupt", true);
            }
        }
        return response.build();
    }

    private static JsonObject input(String text) {
        try {
            return Json.read(text);
        } catch (JsonException wrong) {
            throw new CliException("INVALID_JSON", "--input is not a JSON object: " + wrong.getMessage());
        }
    }

    private static List<JsonObject> chosen(JsonObject agent, Optional<String> request) {
        List<JsonObject> pending = Json.children(agent, "pendingPermissions");
        if (pending.isEmpty()) {
            throw new CliException("NO_PENDING_PERMISSIONS", "Agent " + Agents.shortId(Agents.id(agent)) + " has no pending permissions");
        }
        if (request.isEmpty()) {
            return pending;
        }
        return pending.stream().filter(asked -> Json.text(asked, "id").orElse("").startsWith(request.get())).findFirst().map(List::of)
                .orElseThrow(() -> new CliException("PERMISSION_NOT_FOUND", "Permission request not found: " + request.get(),
                        "See them with: paseo permit ls"));
    }

    private JsonObject row(JsonObject agent, JsonObject asked) {
        return Json.object().add("requestId", PermitLsCommand.shortId(Json.text(asked, "id").orElse(""))).add("agentId", Agents.id(agent))
                .add("agentShortId", Agents.shortId(Agents.id(agent))).add("name", Json.text(asked, "name").orElse(""))
                .add("result", allow ? "allowed" : "denied").build();
    }
}
