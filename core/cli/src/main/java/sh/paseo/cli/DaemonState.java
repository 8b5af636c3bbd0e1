package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.DaemonLocator;
import sh.paseo.cli.client.DaemonPassword;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.PaseoHome;
import sh.paseo.cli.client.PidFile;

/**
 * What can be seen of the daemon of a home from outside.
 *
 * @param file what it wrote about itself
 * @param listen where it listens, or would
 * @param answer what it said when it was asked; empty when it did not answer
 * @param refusal that it said nothing for want of its password, as a sentence; empty otherwise
 * @param left how many agents go on although no daemon runs
 */
record DaemonState(PaseoHome home, Optional<PidFile> file, String listen, Optional<Answer> answer,
        Optional<String> refusal, long left) {
    private static final Duration PROBE = Duration.ofMillis(1500);

    /** What a daemon says of itself, its agents, its providers, and the plugins that it could not use. */
    record Answer(JsonObject serverInfo, List<JsonObject> agents, List<JsonObject> providers, List<JsonObject> brokenPlugins) {
        long count(String status) {
            return agents.stream().filter(agent -> Json.text(agent, "status").orElse("").equals(status) && !Agents.archived(agent)).count();
        }
    }

    /** Looks at files, the process and the socket. */
    static DaemonState look(Call call, PaseoHome home) {
        Optional<PidFile> file = home.pidFile();
        Surroundings around = call.surroundings();
        boolean here = file.filter(PidFile::alive).isPresent();
        boolean sameHome = home.equals(around.home());
        // Nobody is asked for a password only to be shown how things stand.
        var locator = new DaemonLocator(sameHome ? around.environment() : Map.of(), around.userHome(), home, call.world().dial(),
                call.password().unasked(), call.authority());
        Optional<String> own = file.flatMap(PidFile::listen);
        String listen = own.orElseGet(() -> locator.candidates(Optional.empty()).getFirst().label());
        long left = here ? 0 : home.agentsAlive();
        if (!here || own.isEmpty()) {
            return new DaemonState(home, file, listen, Optional.empty(), Optional.empty(), left);
        }
        try {
            return new DaemonState(home, file, listen, ask(locator, file.flatMap(PidFile::address)), Optional.empty(), left);
        } catch (CliException refused) {
            String sentence = refused.getMessage() + ". " + refused.details().orElse("");
            return new DaemonState(home, file, listen, Optional.empty(), Optional.of(sentence.strip()), left);
        }
    }

    /** Says in a sentence which agents go on without a daemon, while none runs, and what can be done; empty if there are none. */
    static Optional<String> left(PaseoHome home) {
        return leftText(home.agentsAlive());
    }

    private static Optional<String> leftText(long left) {
        return left == 0 ? Optional.empty()
                : Optional.of(agents(left) + (left == 1 ? " goes" : " go") + " on without a daemon; \"paseo daemon start\" takes "
                        + (left == 1 ? "it" : "them") + " over, \"paseo daemon stop --force\" ends " + (left == 1 ? "it." : "them."));
    }

    /** <b>Shape</b>: {@code 1 agent}, {@code 2 agents}. */
    static String agents(long count) {
        return count + (count == 1 ? " agent" : " agents");
    }

    /** Throws if it wants a password. */
    private static Optional<Answer> ask(DaemonLocator locator, Optional<String> listen) {
        try (DaemonConnection connection = locator.connect(listen, PROBE)) {
            List<JsonObject> agents = new Agents(connection).all();
            return Optional.of(new Answer(connection.serverInfo(), agents, providers(connection), brokenPlugins(connection)));
        } catch (CliException silent) {
            if (DaemonPassword.wanted(silent)) {
                throw silent;
            }
            return Optional.empty();
        }
    }

    private static List<JsonObject> providers(DaemonConnection connection) {
        try {
            return Providers.snapshot(connection);
        } catch (CliException unknown) {
            return List.of();
        }
    }

    /** An older daemon has no plugins to tell of. */
    private static List<JsonObject> brokenPlugins(DaemonConnection connection) {
        try {
            return PluginLsCommand.list(connection).stream().filter(DaemonState::broken).toList();
        } catch (CliException unknown) {
            return List.of();
        }
    }

    private static boolean broken(JsonObject plugin) {
        return Json.filled(plugin, "reason").isPresent() && !Json.text(plugin, "state").orElse("").equalsIgnoreCase("disabled");
    }

    /** As {@link #left(PaseoHome)}. */
    Optional<String> leftText() {
        return leftText(left);
    }

    /** {@code running}, {@code stopped}, {@code stale_pid} or {@code unresponsive}. */
    String local() {
        if (file.isEmpty()) {
            return "stopped";
        }
        if (!file.get().alive()) {
            return "stale_pid";
        }
        return answer.isPresent() || refusal.isPresent() || file.get().listen().isEmpty() ? "running" : "unresponsive";
    }

    /** {@code reachable}, {@code unreachable} or {@code not_probed}. */
    String connected() {
        if (answer.isPresent()) {
            return "reachable";
        }
        return file.filter(PidFile::alive).isPresent() && file.flatMap(PidFile::listen).isEmpty() ? "not_probed" : "unreachable";
    }
}
