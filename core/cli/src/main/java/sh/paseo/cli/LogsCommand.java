package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.text.TimelineText;

/** {@code paseo logs}. <b>Source:</b> spec/wire/05 §2; recorded 08, 08b. */
final class LogsCommand implements Command {
    private static final String FAILED = "LOGS_FAILED";
    private static final int FOLLOWED_TAIL = 10;

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Arguments.flag("go on printing what the agent does", "-f", "--follow"));
        spec.addOption(Arguments.value("<n>", "only the last n entries", "--tail"));
        spec.addOption(Arguments.value("<what>", "tools, text, errors, permissions or a type of entry", "--filter"));
        spec.addOption(Arguments.value("<time>", "accepted for compatibility", "--since"));
        Arguments.host(spec);
        spec.addPositional(Arguments.words("<id>"));
    }

    @Override
    public int run(Call call) {
        String wanted = call.agentId();
        boolean follow = call.arguments().has("--follow");
        Optional<Integer> tail = call.arguments().value("--tail").map(LogsCommand::count);
        String filter = call.arguments().value("--filter").orElse("");
        try (DaemonConnection connection = follow ? call.connectToFollow() : call.connect()) {
            AgentFeed feed = AgentFeed.of(connection, new GapLine(call, () -> {}));
            if (follow) {
                feed.catchInterrupts(call.terminal());
            }
            var agents = new Agents(connection);
            String id = Agents.id(Agents.step(FAILED, "Failed to get logs", () -> agents.fetch(wanted)));
            JsonObject timeline = Agents.step(FAILED, "Failed to get logs", () -> agents.timeline(id));
            List<JsonObject> items = Agents.items(timeline).stream().filter(item -> TimelineText.passes(item, filter)).toList();
            int shown = Math.min(items.size(), tail.orElse(follow ? FOLLOWED_TAIL : items.size()));
            String text = TimelineText.blocks(items.subList(items.size() - shown, items.size()));
            call.terminal().out((text.isEmpty() ? "No activity to display." : text) + "\n");
            if (follow) {
                call.terminal().out("\n--- Following logs (last " + tail.orElse(FOLLOWED_TAIL) + " entries; Ctrl+C to stop) ---\n\n");
                feed.follow(id, timeline, event -> call.terminal().out(block(event, filter)));
            }
        }
        return 0;
    }

    private static int count(String text) {
        try {
            int count = Integer.parseInt(text.trim());
            if (count >= 0) {
                return count;
            }
        } catch (NumberFormatException noNumber) {
            // Told below, together with negative ones.
        }
        throw new CliException("INVALID_OPTIONS", "--tail needs a number, not: " + text);
    }

    private static String block(JsonObject event, String filter) {
        JsonObject item = Json.child(event, "item");
        String block = item.isEmpty() || !TimelineText.passes(item, filter) ? "" : TimelineText.block(item);
        return block.isEmpty() ? "" : block + "\n";
    }
}
