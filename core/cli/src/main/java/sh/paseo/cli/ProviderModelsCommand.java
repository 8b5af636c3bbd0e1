package sh.paseo.cli;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.Request;
import sh.paseo.cli.text.Column;

/** {@code paseo provider models}. <b>Source:</b> spec/wire/05 §4; recorded 04. */
final class ProviderModelsCommand implements Command {
    private static final String FAILED = "PROVIDER_ERROR";
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final RowType ROWS = RowType.of("id", Column.of("ID", "id", 30), Column.of("MODEL", "model", 30),
            Column.of("DESCRIPTION", "description", 40));
    private static final RowType THINKING = RowType.of("id", Column.of("ID", "id", 30), Column.of("MODEL", "model", 30),
            Column.of("THINKING IDS", "thinkingOptionIds", 30), Column.of("DEFAULT THINKING", "defaultThinkingOptionId", 16));

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Arguments.flag("show the thinking options of each model", "--thinking"));
        Arguments.host(spec);
        spec.addPositional(Arguments.words("<provider>"));
    }

    @Override
    public int run(Call call) {
        String provider = call.arguments().word(0).orElseThrow(
                () -> new CliException("MISSING_PROVIDER", "Provider is required", "See them with: paseo provider ls"));
        try (DaemonConnection connection = call.connect()) {
            List<JsonObject> models = Agents.step(FAILED, "Failed to fetch models for " + provider, () -> models(connection, provider));
            call.output().rows(call.arguments().has("--thinking") ? THINKING : ROWS,
                    models.stream().map(ProviderModelsCommand::row).toList());
        }
        return 0;
    }

    private static List<JsonObject> models(DaemonConnection connection, String provider) {
        JsonObject fields = Json.object().add("provider", provider).build();
        JsonObject reply = connection.request(Request.of("list_provider_models_request", fields).within(PATIENCE));
        Optional<String> error = Json.filled(reply, "error");
        if (error.isPresent()) {
            throw new CliException(FAILED, error.get());
        }
        return Json.children(reply, "models");
    }

    private static JsonObject row(JsonObject model) {
        List<String> ids = Json.children(model, "thinkingOptions").stream().map(option -> Json.text(option, "id").orElse("")).toList();
        return Json.object().add("model", Json.value(model, "label")).add("id", Json.value(model, "id"))
                .add("description", Json.text(model, "description").orElse("")).add("thinkingOptionIds", Json.texts(ids))
                .add("defaultThinkingOptionId", Json.value(model, "defaultThinkingOptionId"))
                .add("thinkingOptions", model.get("thinkingOptions") instanceof JsonArray options ? options : JsonValue.EMPTY_JSON_ARRAY)
                .build();
    }
}
