package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.DaemonLocator;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.PaseoHome;
import sh.paseo.cli.client.PidFile;

/**
 * What can be seen of the daemon of a home from outside.
 *
 * @param file what it wrote about itself
 * @param listen where it listens, or would
 * @param answer what it said when it was asked; empty when it did not answer
 */
record DaemonState(PaseoHome home, Optional<PidFile> file, String listen, Optional<Answer> answer) {
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
        var locator = new DaemonLocator(sameHome ? around.environment() : Map.of(), around.userHome(), home, call.world().dial());
        Optional<String> own = file.flatMap(PidFile::listen);
        String listen = own.orElseGet(() -> locator.candidates(Optional.empty()).getFirst().label());
        return new DaemonState(home, file, listen, here && own.isPresent() ? ask(locator, own) : Optional.empty());
    }

    private static Optional<Answer> ask(DaemonLocator locator, Optional<String> listen) {
        try (DaemonConnection connection = locator.connect(listen, PROBE)) {
            List<JsonObject> agents = new Agents(connection).all();
            return Optional.of(new Answer(connection.serverInfo(), agents, providers(connection), brokenPlugins(connection)));
        } catch (CliException silent) {
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

    /** {@code running}, {@code stopped}, {@code stale_pid} or {@code unresponsive}. */
    String local() {
        if (file.isEmpty()) {
            return "stopped";
        }
        if (!file.get().alive()) {
            return "stale_pid";
        }
        return answer.isPresent() || file.get().listen().isEmpty() ? "running" : "unresponsive";
    }

    /** {@code reachable}, {@code unreachable} or {@code not_probed}. */
    String connected() {
        if (answer.isPresent()) {
            return "reachable";
        }
        return file.filter(PidFile::alive).isPresent() && file.flatMap(PidFile::listen).isEmpty() ? "not_probed" : "unreachable";
    }
}
