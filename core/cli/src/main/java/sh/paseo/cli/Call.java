package sh.paseo.cli;

import java.util.Optional;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.DaemonLocator;

/** One call of a command: the world it runs in, its arguments, and where its results go. */
record Call(World world, Arguments arguments, Output output) {

    Surroundings surroundings() {
        return world.surroundings();
    }

    Terminal terminal() {
        return world.terminal();
    }

    /** The daemon that {@code --host} names, if the command has that option. */
    Optional<String> host() {
        return arguments.value("--host");
    }

    DaemonLocator locator() {
        Surroundings around = surroundings();
        return new DaemonLocator(around.environment(), around.userHome(), around.home(), world.dial());
    }

    /** Connects to the daemon that the user means. */
    DaemonConnection connect() {
        return locator().connect(host(), DaemonConnection.CONNECT_TIMEOUT);
    }

    /** The id that must be the first word. */
    String agentId() {
        return arguments.word(0)
                .orElseThrow(() -> new CliException("MISSING_AGENT_ID", "Agent ID is required", "See the ids with: paseo ls"));
    }
}
