package sh.paseo.cli;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.Json;

/** {@code paseo inspect}. <b>Source:</b> spec/wire/05 §2; recorded 13, 44. */
final class InspectCommand implements Command {
    @Override
    public void declare(CommandSpec spec) {
        Arguments.host(spec);
        spec.addPositional(Arguments.words("<id>"));
    }

    @Override
    public int run(Call call) {
        String lookup = call.agentId();
        try (DaemonConnection connection = call.connect()) {
            JsonObject agent = Agents.step("INSPECT_FAILED", "Failed to inspect agent", () -> new Agents(connection).fetch(lookup));
            call.output().object("Id", facts(agent));
        }
        return 0;
    }

    private static JsonObject facts(JsonObject agent) {
        JsonObject labels = Json.child(agent, "labels");
        return Json.object().add("Id", Agents.id(agent)).add("Name", Json.filled(agent, "title").orElse("-"))
                .add("Provider", Json.value(agent, "provider")).add("Model", AgentFacts.model(agent).orElse("-"))
                .add("Thinking", AgentFacts.thinking(agent)).add("Status", Json.value(agent, "status"))
                .add("Archived", Agents.archived(agent)).add("ArchivedAt", Json.value(agent, "archivedAt"))
                .add("Mode", Json.filled(agent, "currentModeId").orElse("default")).add("Cwd", Json.value(agent, "cwd"))
                .add("CreatedAt", Json.value(agent, "createdAt")).add("UpdatedAt", Json.value(agent, "updatedAt"))
                .add("LastUsage", usage(agent)).add("Capabilities", capabilities(Json.child(agent, "capabilities")))
                .add("AvailableModes", modes(agent)).add("PendingPermissions", permissions(agent))
                .add("Worktree", Json.orNull(Json.text(labels, "paseo.worktree")))
                .add("ParentAgentId", Json.orNull(Json.text(labels, "paseo.parent-agent-id"))).build();
    }

    private static JsonValue usage(JsonObject agent) {
        JsonObject usage = Json.child(agent, "lastUsage");
        if (usage.isEmpty()) {
            return JsonValue.NULL;
        }
        return Json.object().add("InputTokens", number(usage, "inputTokens")).add("OutputTokens", number(usage, "outputTokens"))
                .add("CachedTokens", number(usage, "cachedInputTokens")).add("CostUsd", number(usage, "totalCostUsd")).build();
    }

    private static JsonValue number(JsonObject usage, String name) {
        return Json.number(usage, name).map(JsonValue.class::cast).orElseGet(() -> Json.number(0));
    }

    private static JsonObject capabilities(JsonObject all) {
        return Json.object().add("Streaming", Json.isTrue(all, "supportsStreaming"))
                .add("Persistence", Json.isTrue(all, "supportsSessionPersistence"))
                .add("DynamicModes", Json.isTrue(all, "supportsDynamicModes")).add("McpServers", Json.isTrue(all, "supportsMcpServers"))
                .build();
    }

    private static JsonValue modes(JsonObject agent) {
        if (!(agent.get("availableModes") instanceof JsonArray)) {
            return JsonValue.NULL;
        }
        List<JsonObject> modes = Json.children(agent, "availableModes").stream()
                .map(mode -> Json.object().add("id", Json.value(mode, "id")).add("label", Json.value(mode, "label")).build()).toList();
        return Json.array(modes);
    }

    private static JsonArray permissions(JsonObject agent) {
        return Json.array(Json.children(agent, "pendingPermissions").stream()
                .map(asked -> Json.object().add("id", Json.value(asked, "id")).add("tool", Json.value(asked, "name")).build()).toList());
    }
}
