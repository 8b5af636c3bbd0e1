package sh.paseo.daemon;

import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.paseo.api.ProviderId;
import sh.paseo.api.agent.Availability;
import sh.paseo.api.transport.Endpoint;
import sh.paseo.api.transport.TransportHealth;
import sh.paseo.daemon.config.Config;
import sh.paseo.daemon.gateway.Examination;
import sh.paseo.daemon.plugins.PluginHost;
import sh.paseo.daemon.plugins.PluginReport;
import sh.paseo.protocol.doctor.DoctorPayload.Finding;

/** What {@code doctor} can only learn inside the daemon: transports, configuration, plugins, and where providers found their programs. */
final class DaemonExamination implements Examination {
    private final Config config;
    private final Entrance entrance;
    private final PluginHost plugins;
    private final InstalledProviders providers;
    private final LoginShell shell;

    DaemonExamination(Config config, Entrance entrance, PluginHost plugins, InstalledProviders providers, LoginShell shell) {
        this.config = config;
        this.entrance = entrance;
        this.plugins = plugins;
        this.providers = providers;
        this.shell = shell;
    }

    @Override
    public List<Finding> findings(Map<ProviderId, Availability> answers) {
        List<Finding> all = new ArrayList<>();
        entrance.transports().forEach(carried -> all.add(transport(carried)));
        config.warnings().forEach(warning -> all.add(Finding.warning("config", "config.json", warning, "")));
        plugins.reports().forEach(report -> all.add(plugin(report)));
        boolean anyReady = answers.values().stream().anyMatch(Availability.Ready.class::isInstance);
        answers.forEach((id, answer) -> all.add(switch (answer) {
            case Availability.Ready ready -> ready(id, ready);
            case Availability.Unavailable(String reason) -> missing(id, reason, !anyReady);
        }));
        return all;
    }

    private Finding transport(Entrance.Carried carried) {
        String name = carried.id().value();
        TransportHealth health = carried.transport().health();
        return switch (health.state()) {
            case UP -> up(carried, health.reason());
            case WAITING -> Finding.warning("transport", name, "waits: " + health.reason(), "Look whether daemon.listen is right.");
            // One that no address of daemon.listen is for has nothing to do.
            case DOWN -> Finding.ok("transport", name, "not used: " + health.reason());
        };
    }

    private Finding up(Entrance.Carried carried, String reason) {
        String name = carried.id().value();
        List<String> addresses = carried.transport().endpoints().stream().map(Endpoint::address).toList();
        String text = "up at " + String.join(", ", addresses) + (reason.isEmpty() ? "" : "; " + reason);
        if (addresses.stream().anyMatch(DaemonExamination::exposed)) {
            return exposed(name, text, config.daemon().password().isPresent(), config.daemon().tls().isPresent());
        }
        boolean trusted = config.transports().getOrDefault(carried.id(), JsonValue.EMPTY_JSON_OBJECT).getString("trust", "")
                .equals("network");
        return trusted ? Finding.warning("transport", name, text + "; it may vouch for whoever it connects",
                "Unless you meant this, take transports." + name + ".trust out of config.json.")
                : Finding.ok("transport", name, text);
    }

    /** An address that other machines reach: a problem without a password, and without TLS worth a word even with one. */
    static Finding exposed(String name, String text, boolean password, boolean tls) {
        if (password && tls) {
            return Finding.ok("transport", name, text + "; every device on these networks that knows the password can run commands as you");
        }
        return password
                ? Finding.warning("transport", name,
                        text + "; every device on these networks that knows the password can run commands as you,"
                                + " and what is sent is not encrypted",
                        "Serve TLS (daemon.tls), or reach it through a VPN.")
                : Finding.problem("transport", name, text + "; every device on these networks can run commands as you, and "
                        + "daemon.allowedHosts does not prevent it",
                        "Set a password (paseo daemon set-password) or listen on 127.0.0.1 (daemon.listen), then: paseo daemon restart");
    }

    /** Whether other machines may reach the address. <b>Shape</b>: {@code 127.0.0.1:6767}, {@code [::1]:6767}, {@code unix:///x}. */
    static boolean exposed(String address) {
        boolean socket = address.startsWith("unix:");
        return !socket && !address.startsWith("127.") && !address.startsWith("localhost:") && !address.startsWith("[::1]:");
    }

    private static Finding plugin(PluginReport report) {
        String name = report.id();
        return switch (report.state()) {
            case STARTED -> Finding.ok("plugin", name, "version " + report.version() + " from " + report.file());
            case DISABLED -> Finding.ok("plugin", name, "disabled");
            case FAILED -> Finding.problem("plugin", name, report.file() + ": " + report.reason(),
                    "Replace or remove the jar, then: paseo daemon restart");
        };
    }

    private static Finding ready(ProviderId id, Availability.Ready ready) {
        String text = ready.version().map(version -> "version " + version).orElse("ready")
                + ready.program().map(program -> " at " + program).orElse("");
        return ready.notice().map(notice -> Finding.warning("provider", id.value(), text, notice))
                .orElseGet(() -> Finding.ok("provider", id.value(), text));
    }

    /** A provider that nobody uses is worth a word; the only one, or the one to use by default, is missed. */
    private Finding missing(ProviderId id, String reason, boolean missed) {
        String program = program(id);
        Optional<String> path = shell.path();
        Optional<Path> found = path.flatMap(folders -> LoginShell.find(program, folders));
        String text = reason + path.filter(folders -> found.isEmpty() && reason.contains("PATH"))
                .map(folders -> " Your login shell does not find \"" + program + "\" either: " + folders).orElse("");
        String remedy = found.map(file -> "Your login shell finds " + file + "; store it with: paseo config set agents.providers." + id
                + ".command '[\"" + file + "\"]', then: paseo daemon restart").orElse("");
        boolean problem = missed || config.agents().defaultProvider().filter(id.value()::equals).isPresent();
        return problem ? Finding.problem("provider", id.value(), text, remedy) : Finding.warning("provider", id.value(), text, remedy);
    }

    /** The command that is configured, else one that is named like the provider, as all are. */
    private String program(ProviderId id) {
        return providers.settings(id).get("command") instanceof JsonArray command && !command.isEmpty()
                && command.getFirst() instanceof JsonString first ? first.getString() : id.value();
    }
}
