package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.text.Column;

/** {@code paseo permit ls}. <b>Source:</b> spec/wire/05 §3; recorded 19. */
final class PermitLsCommand implements Command {
    static final int SHORT_ID = 8;

    private static final RowType ROWS = RowType.of("id", Column.of("AGENT", "agentShortId", 12), Column.of("REQ_ID", "id", 12),
            Column.of("TOOL", "name", 20), Column.of("DESCRIPTION", "description", 40));

    @Override
    public void declare(CommandSpec spec) {
        Arguments.host(spec);
    }

    static String shortId(String id) {
        return id.length() > SHORT_ID ? id.substring(0, SHORT_ID) : id;
    }

    @Override
    public int run(Call call) {
        List<JsonObject> rows = new ArrayList<>();
        try (DaemonConnection connection = call.connect()) {
            for (JsonObject agent : Agents.step("LIST_PERMISSIONS_FAILED", "Failed to list permissions", new Agents(connection)::all)) {
                for (JsonObject asked : Json.children(agent, "pendingPermissions")) {
                    rows.add(row(agent, asked));
                }
            }
        }
        call.output().rows(ROWS, rows);
        return 0;
    }

    private static JsonObject row(JsonObject agent, JsonObject asked) {
        String description = Json.filled(asked, "description").or(() -> Json.filled(asked, "title")).orElse("-");
        return Json.object().add("id", shortId(Json.text(asked, "id").orElse(""))).add("agentId", Agents.id(agent))
                .add("agentShortId", Agents.shortId(Agents.id(agent))).add("name", Json.text(asked, "name").orElse(""))
                .add("description", description).build();
    }
}
