package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.text.Column;
import sh.paseo.cli.text.RelativeTime;

/** {@code paseo ls}. <b>Source:</b> spec/wire/05 §2; recorded 01, 02. */
final class LsCommand implements Command {
    private static final RowType ROWS = RowType.of("shortId", Column.of("AGENT ID", "shortId", 12), Column.of("NAME", "name", 20),
            Column.of("PROVIDER", "provider", 15), Column.of("THINKING", "thinking", 12), Column.of("STATUS", "status", 10),
            Column.of("CWD", "cwd", 30), Column.of("CREATED", "created", 15));

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Arguments.flag("archived agents too", "-a", "--all"));
        spec.addOption(Arguments.flag("accepted for compatibility", "-g", "--global"));
        spec.addOption(Arguments.many("<k=v>", "only agents with this label", "--label"));
        spec.addOption(Arguments.value("<id>", "only agents with this thinking option", "--thinking"));
        Arguments.host(spec);
    }

    @Override
    public int run(Call call) {
        JsonObject fields = fields(call.arguments());
        List<JsonObject> agents;
        try (DaemonConnection connection = call.connect()) {
            agents = Agents.step("LIST_AGENTS_FAILED", "Failed to list agents", () -> new Agents(connection).list(fields));
        }
        List<JsonObject> sorted = new ArrayList<>(agents);
        sorted.sort(LsCommand::compare);
        if (sorted.isEmpty() && call.output().forPeople()) {
            call.terminal().err("No agents yet. Start one with: paseo run \"<what to do>\"\n");
        }
        call.output().rows(ROWS, sorted.stream().map(agent -> row(agent, call.surroundings())).toList());
        return 0;
    }

    private static JsonObject fields(Arguments arguments) {
        var filter = Json.object();
        Map<String, String> labels = arguments.labels(false);
        boolean all = arguments.has("--all");
        if (all) {
            filter.add("includeArchived", true);
        }
        if (!labels.isEmpty()) {
            filter.add("labels", Json.texts(labels));
        }
        arguments.value("--thinking").ifPresent(option -> filter.add("thinkingOptionId", thinking(option)));
        JsonObject filters = filter.build();
        var fields = Json.object();
        if (!all) {
            fields.add("scope", "active");
        }
        if (!filters.isEmpty()) {
            fields.add("filter", filters);
        }
        return fields.build();
    }

    private static String thinking(String option) {
        if (option.isBlank()) {
            throw new CliException("INVALID_THINKING_OPTION", "The thinking option must not be empty");
        }
        return option.trim();
    }

    private static int compare(JsonObject one, JsonObject other) {
        int byRank = Integer.compare(rank(one), rank(other));
        return byRank != 0 ? byRank : created(other).compareTo(created(one));
    }

    private static int rank(JsonObject agent) {
        return switch (Json.text(agent, "status").orElse("")) {
            case "running" -> 0;
            case "idle" -> 1;
            default -> 2;
        };
    }

    private static String created(JsonObject agent) {
        return Json.text(agent, "createdAt").orElse("");
    }

    private static JsonObject row(JsonObject agent, Surroundings around) {
        return Json.object().add("id", Agents.id(agent)).add("shortId", Agents.shortId(Agents.id(agent)))
                .add("name", Json.filled(agent, "title").orElse("-")).add("provider", provider(agent))
                .add("thinking", AgentFacts.thinking(agent))
                .add("status", Json.text(agent, "status").orElse("")).add("cwd", around.tilde(Json.text(agent, "cwd").orElse("")))
                .add("created", RelativeTime.ago(created(agent), around.clock().instant())).build();
    }

    private static String provider(JsonObject agent) {
        String provider = Json.text(agent, "provider").orElse("");
        return AgentFacts.model(agent).map(model -> provider + "/" + model).orElse(provider);
    }
}
