package sh.paseo.cli;

import jakarta.json.JsonObject;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.text.LiveText;

/** {@code paseo attach}. <b>Source:</b> spec/wire/05 §2; recorded 07. */
final class AttachCommand implements Command {
    private static final String FAILED = "ATTACH_FAILED";

    @Override
    public void declare(CommandSpec spec) {
        Arguments.host(spec);
        spec.addPositional(Arguments.words("<id>"));
    }

    @Override
    public int run(Call call) {
        String wanted = call.agentId();
        try (DaemonConnection connection = call.connectToFollow()) {
            return call.output().forPeople() ? live(call, connection, wanted) : plain(call, connection, wanted);
        }
    }

    private static int live(Call call, DaemonConnection connection, String wanted) {
        var agents = new Agents(connection);
        var session = new LiveSession(call, connection);
        JsonObject agent = Agents.step(FAILED, "Failed to attach", () -> agents.fetch(wanted));
        call.terminal()
                .out("Attaching to agent " + Agents.shortId(Agents.id(agent)) + "...\n(Press Ctrl+C to interrupt it, twice to detach)\n\n");
        session.history(agent, Agents.step(FAILED, "Failed to attach", () -> agents.timeline(Agents.id(agent))));
        session.untilDetached(agent);
        return 0;
    }

    private static int plain(Call call, DaemonConnection connection, String wanted) {
        Terminal terminal = call.terminal();
        AgentFeed feed = AgentFeed.of(connection, new GapLine(call, () -> {}));
        feed.catchInterrupts(terminal);
        var agents = new Agents(connection);
        String id = Agents.id(Agents.step(FAILED, "Failed to attach", () -> agents.fetch(wanted)));
        terminal.out("Attaching to agent " + Agents.shortId(id) + "...\n(Press Ctrl+C to detach)\n\n");
        JsonObject past = Agents.step(FAILED, "Failed to attach", () -> agents.timeline(id));
        Agents.items(past).forEach(item -> terminal.out(LiveText.item(item)));
        feed.follow(id, past, event -> terminal.out(LiveText.event(event)));
        terminal.out("\n\nDetaching from agent...\n");
        return 0;
    }
}
