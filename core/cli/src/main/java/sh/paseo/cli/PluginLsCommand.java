package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.Request;
import sh.paseo.cli.text.Column;

/** {@code paseo plugin ls}. <b>Source:</b> spec/wire/00 §5. */
final class PluginLsCommand implements Command {
    private static final List<String> KEYS = List.of("id", "version", "kind", "state", "reason", "file", "sha256");
    private static final RowType ROWS = RowType.of("id", Column.of("ID", "id", 20), Column.of("VERSION", "version", 10),
            Column.of("KIND", "kind", 10),
            Column.of("STATE", "state", 10), Column.of("REASON", "reason", 20), Column.of("FILE", "file", 30),
            Column.of("SHA256", "sha256", 0));

    @Override
    public void declare(CommandSpec spec) {
        Arguments.host(spec);
    }

    @Override
    public int run(Call call) {
        try (DaemonConnection connection = call.connect()) {
            List<JsonObject> plugins = Agents.step("LIST_PLUGINS_FAILED", "Failed to list plugins", () -> list(connection));
            call.output().rows(ROWS, plugins.stream().map(PluginLsCommand::row).toList());
        }
        return 0;
    }

    static List<JsonObject> list(DaemonConnection connection) {
        return Json.children(connection.request(Request.of("paseo/plugin/list", Json.EMPTY)), "plugins");
    }

    private static JsonObject row(JsonObject plugin) {
        var row = Json.object();
        KEYS.forEach(key -> row.add(key, Json.value(plugin, key)));
        return row.build();
    }
}
