package sh.paseo.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.DaemonLocator;
import sh.paseo.cli.client.DaemonPassword;
import sh.paseo.cli.client.PaseoHome;
import sh.paseo.cli.text.Durations;

/** One call of a command: the world it runs in, its arguments, where its results go, and the daemon's password if it is known. */
record Call(World world, Arguments arguments, Output output, DaemonPassword password) {
    /** How long a command that a program runs waits for a daemon that went away, if it is to be another time. */
    private static final String RECONNECT_LIMIT = "PASEO_RECONNECT_LIMIT";

    private static final Duration UNATTENDED = Duration.ofMinutes(2);
    private static final Duration BRIEF = Duration.ofSeconds(15);

    Call(World world, Arguments arguments, Output output) {
        this(world, arguments, output, GivenPassword.of(arguments, world.surroundings(), world.terminal()));
    }

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

    /** The file of authorities that {@code --ca} names. */
    Optional<Path> authority() {
        return arguments.value("--ca").map(surroundings()::resolve);
    }

    DaemonLocator locator() {
        Surroundings around = surroundings();
        return new DaemonLocator(around.environment(), around.userHome(), around.home(), world.dial(), password, authority());
    }

    /** For the daemon of this home, wherever the environment points. */
    DaemonLocator locator(PaseoHome home) {
        return new DaemonLocator(Map.of(), surroundings().userHome(), home, world.dial(), password, authority());
    }

    /** Connects to the daemon that the user means; when it goes away, it has a moment to come back. */
    DaemonConnection connect() {
        DaemonConnection connection = locator().connectToStay(host(), DaemonConnection.CONNECT_TIMEOUT);
        connection.waitAtMost(Optional.of(BRIEF));
        return connection;
    }

    /** The same for a command that waits for an agent. */
    DaemonConnection connectToFollow() {
        return following(connect());
    }

    /** From now on the command waits for an agent: a person waits for the daemon too, for as long as they like; a program does not. */
    DaemonConnection following(DaemonConnection connection) {
        connection.waitAtMost(output.forPeople() ? Optional.empty() : Optional.of(unattended()));
        return connection;
    }

    private Duration unattended() {
        Optional<String> told = surroundings().variable(RECONNECT_LIMIT);
        return told.isEmpty() ? UNATTENDED : Durations.parse(told.get()).orElseThrow(() -> new CliException("INVALID_TIMEOUT",
                "Invalid " + RECONNECT_LIMIT + ": " + told.get(), "Write seconds, or like 5m or 1h30m."));
    }

    /** The id that must be the first word. */
    String agentId() {
        return arguments.word(0)
                .orElseThrow(() -> new CliException("MISSING_AGENT_ID", "Agent ID is required", "See the ids with: paseo ls"));
    }
}
