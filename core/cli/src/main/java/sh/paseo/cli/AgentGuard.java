package sh.paseo.cli;

import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.CliException;

/**
 * Keeps an agent from giving itself rights by accident. An agent runs as its user and can do what the user can: this stops mistakes, not
 * malice.
 *
 * <p><b>Source:</b> case 75 of the security cases.
 */
final class AgentGuard {
    private static final String AS_USER = "--as-user";
    private static final Set<String> GROUPS = Set.of("permit ", "plugin ", "config ", "daemon set-password");

    private AgentGuard() {}

    private static boolean guards(String command) {
        return GROUPS.stream().anyMatch(command::startsWith);
    }

    static void declare(String command, CommandSpec spec) {
        if (guards(command)) {
            spec.addOption(Arguments.flag("inside an agent: the user wants this", AS_USER));
        }
    }

    /** Refuses the command to an agent that does not say that its user wants it. */
    static void check(String command, Arguments arguments, Surroundings around) {
        if (guards(command) && around.variable("PASEO_AGENT_ID").isPresent() && !arguments.has(AS_USER)) {
            throw new CliException("NOT_FOR_AGENTS",
                    "Agent " + around.variable("PASEO_AGENT_ID").get() + " may not call: paseo " + command,
                    "If you are its user and mean it, add " + AS_USER + ".");
        }
    }
}
