package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.text.Column;

/** {@code paseo provider ls}. <b>Source:</b> spec/wire/05 §4; recorded 03. */
final class ProviderLsCommand implements Command {
    private static final RowType ROWS = RowType.of("provider", Column.of("PROVIDER", "provider", 12), Column.of("LABEL", "label", 16),
            Column.of("STATUS", "status", 12), Column.of("ENABLED", "enabled", 10), Column.of("DEFAULT MODE", "defaultMode", 14),
            Column.of("MODES", "modes", 30));

    @Override
    public void declare(CommandSpec spec) {
        Arguments.host(spec);
    }

    @Override
    public int run(Call call) {
        try (DaemonConnection connection = call.connect()) {
            List<JsonObject> entries = Agents.step("PROVIDER_ERROR", "Failed to list providers", () -> Providers.settled(connection));
            call.output().rows(ROWS, entries.stream().map(ProviderLsCommand::row).toList());
        }
        return 0;
    }

    private static JsonObject row(JsonObject entry) {
        String status = Json.text(entry, "status").orElse("");
        String provider = Json.text(entry, "provider").orElse("");
        List<String> modes = Json.children(entry, "modes").stream().map(mode -> Json.text(mode, "label").orElse("")).toList();
        return Json.object().add("provider", provider).add("label", Json.filled(entry, "label").orElse(provider))
                .add("status", status.equals("ready") ? "available" : status)
                .add("enabled", Providers.enabled(entry) ? "Enabled" : "Disabled")
                .add("defaultMode", Json.filled(entry, "defaultModeId").orElse("default")).add("modes", String.join(", ", modes)).build();
    }
}
