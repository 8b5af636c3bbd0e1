package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.Reply;
import sh.paseo.cli.text.Column;
import sh.paseo.cli.text.TimelineText;

/** {@code paseo wait}. <b>Source:</b> spec/wire/05 §2; recorded 09, 18. */
final class WaitCommand implements Command {
    private static final RowType ROW = RowType.of("agentId", Column.of("AGENT ID", "agentId", 12), Column.of("STATUS", "status", 12),
            new Column("MESSAGE", "message", 40, Column.Cell.LINES));
    private static final int ACTIVITY = 5;

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Arguments.value("<duration>", "wait at most this long: seconds, or like 5m", "--timeout"));
        spec.addOption(ExitStatus.option());
        Arguments.host(spec);
        spec.addPositional(Arguments.words("<id>"));
    }

    @Override
    public int run(Call call) {
        String lookup = call.agentId();
        Optional<Duration> timeout = call.arguments().duration("--timeout");
        try (DaemonConnection connection = call.connectToFollow()) {
            JsonObject row = Agents.step("WAIT_FAILED", "Failed to wait for agent",
                    () -> row(finished(call, connection, lookup, timeout), lookup, new Agents(connection)));
            call.output().row(ROW, row);
            return ExitStatus.of(call, Json.text(row, "status").orElse(""));
        }
    }

    /** The answer comes through a feed, which tells a person when the connection is gone. */
    private static JsonObject finished(Call call, DaemonConnection connection, String lookup, Optional<Duration> timeout) {
        AgentFeed feed = AgentFeed.of(connection, new GapLine(call, () -> {}));
        connection.start(Agents.waitForFinish(lookup, timeout), reply -> feed.add(new Happening.Settled(reply)));
        Optional<Long> deadline = timeout.map(limit -> System.nanoTime() + limit.plus(Agents.LATE).toNanos());
        while (true) {
            switch (feed.next(deadline)) {
                case Happening.Settled(Reply reply) -> {
                    return reply.payload();
                }
                case Happening.Timeout() -> {
                    return Json.object().add("status", "timeout").build();
                }
                case Happening.Lost(String reason) -> throw new CliException(DaemonConnection.LOST, reason);
                default -> {
                    // What else the agent does is not asked for here.
                }
            }
        }
    }

    private static JsonObject row(JsonObject reply, String lookup, Agents agents) {
        JsonObject agent = Json.child(reply, "final");
        String id = Json.text(agent, "id").orElse(lookup);
        String status = Json.text(reply, "status").orElse("error");
        String message = switch (status) {
            case "idle" -> "Agent is idle." + activity(agents, id);
            case "timeout" -> "Timed out waiting for agent." + (agent.isEmpty() ? "" : activity(agents, id));
            case "permission" -> "Agent is waiting for permission: " + asked(agent);
            default -> "Agent finished with error: " + Json.filled(reply, "error").orElse("unknown error");
        };
        return Json.object().add("agentId", id).add("status", status).add("message", message).build();
    }

    private static String asked(JsonObject agent) {
        List<JsonObject> pending = Json.children(agent, "pendingPermissions");
        return pending.isEmpty() ? "unknown" : Json.filled(pending.getFirst(), "kind").orElse("tool");
    }

    private static String activity(Agents agents, String id) {
        List<JsonObject> items = Agents.items(agents.timeline(id));
        String blocks = TimelineText.blocks(items.subList(Math.max(0, items.size() - ACTIVITY), items.size()));
        return blocks.isEmpty() ? "" : "\nLast " + ACTIVITY + " activity items:\n" + blocks;
    }
}
