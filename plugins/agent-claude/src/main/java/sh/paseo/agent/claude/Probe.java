package sh.paseo.agent.claude;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sh.paseo.api.PluginException;
import sh.paseo.api.agent.Availability;
import sh.paseo.api.agent.Model;
import sh.paseo.api.agent.ProbeContext;
import sh.paseo.api.process.Programs;

/** Looks whether the CLI is there and signed in, without a call of the model. */
final class Probe {
    /** Both calls together stay within the host's 10 seconds. */
    private static final Duration LIMIT = Duration.ofSeconds(4);
    private static final List<String> EFFORTS = List.of("low", "medium", "high", "xhigh", "max");
    /** The CLI's own short names, which it resolves to its newest models; it lists them only to a running session. */
    private static final List<String> MODELS = List.of("default", "opus", "sonnet", "haiku");

    private final ProbeContext context;

    Probe(ProbeContext context) {
        this.context = context;
    }

    Availability run() {
        try {
            ClaudeProgram program = ClaudeProgram.find(context.programs(), context.settings(), context.environment());
            Programs.Result version = run(program, "--version");
            if (version.exitCode() != 0) {
                return new Availability.Unavailable("\"" + program.command().getFirst() + " --version\" ended with exit code "
                        + version.exitCode() + ": " + version.err().strip());
            }
            Programs.Result status = run(program, "auth", "status");
            return new Availability.Ready(version.out().lines().findFirst().map(line -> line.split(" ", 2)[0]),
                    Optional.of(program.command().getFirst()), models(), signedIn(status) ? Optional.empty() : Optional.of(
                            "Nobody is signed in to Claude Code: run \"claude\" in a terminal and sign in, or set ANTHROPIC_API_KEY."));
        } catch (PluginException e) {
            return new Availability.Unavailable(e.getMessage());
        }
    }

    private Programs.Result run(ClaudeProgram program, String... arguments) {
        return context.programs().run(program.with(List.of(arguments)), program.environment(), LIMIT);
    }

    private static boolean signedIn(Programs.Result status) {
        Optional<JsonObject> answer = Fields.parse(status.out());
        return answer.map(object -> Fields.isTrue(object, "loggedIn")).orElse(status.exitCode() == 0);
    }

    private static List<Model> models() {
        List<Model.ThinkingOption> efforts = EFFORTS.stream().map(level -> new Model.ThinkingOption(level, level, false)).toList();
        return MODELS.stream().map(id -> new Model(id, Character.toUpperCase(id.charAt(0)) + id.substring(1), Optional.empty(),
                id.equals("default"), efforts, Optional.empty())).toList();
    }
}
