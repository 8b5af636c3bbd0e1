package sh.paseo.cli;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.PidFile;

/** {@code paseo daemon status}. <b>Source:</b> spec/wire/05 §8; recorded 41. */
final class DaemonStatusCommand implements Command {
    @Override
    public void declare(CommandSpec spec) {
        Arguments.password(spec);
        spec.addOption(Arguments.value("<path>", "the Paseo home", "--home"));
    }

    @Override
    public int run(Call call) {
        call.output().object("localDaemon", facts(DaemonState.look(call, DaemonStop.home(call))));
        return 0;
    }

    private static JsonObject facts(DaemonState state) {
        Optional<PidFile> file = state.file();
        Optional<DaemonState.Answer> answer = state.answer();
        Optional<JsonObject> server = answer.map(DaemonState.Answer::serverInfo);
        var facts = Json.object()
                .add("serverId", Json.orNull(server.flatMap(info -> Json.text(info, "serverId")).or(state.home()::serverId)))
                .add("localDaemon", state.local()).add("connectedDaemon", state.connected()).add("home", state.home().root().toString())
                .add("listen", state.listen()).add("hostname", Json.orNull(file.map(PidFile::hostname)))
                .add("pid", number(file.map(PidFile::pid))).add("startedAt", Json.orNull(file.map(PidFile::startedAt)))
                .add("owner", Json.orNull(file.map(daemon -> daemon.uid() + "@" + daemon.hostname())))
                .add("logPath", state.home().log().toString()).add("runningAgents", number(answer.map(daemon -> daemon.count("running"))))
                .add("idleAgents", number(answer.map(daemon -> daemon.count("idle")))).add("agentsWithoutDaemon", state.left())
                .add("daemonNode", "java").add("cliNode", runtime())
                .add("cliVersion", Version.text()).add("daemonVersion", Json.orNull(server.flatMap(info -> Json.text(info, "version"))))
                .add("desktopManaged", file.map(PidFile::desktopManaged).orElse(false))
                .add("providers", providers(answer.map(DaemonState.Answer::providers).orElse(List.of())));
        List<JsonObject> broken = answer.map(DaemonState.Answer::brokenPlugins).orElse(List.of());
        if (!broken.isEmpty()) {
            facts.add("plugins", Json.array(broken));
        }
        String note = Stream.concat(Stream.of(note(state), state.leftText()).flatMap(Optional::stream), Exposed.notes(state))
                .collect(Collectors.joining(" "));
        if (!note.isEmpty()) {
            facts.add("note", note);
        }
        return facts.build();
    }

    private static JsonValue number(Optional<Long> number) {
        return number.isPresent() ? Json.number(number.get()) : JsonValue.NULL;
    }

    private static String runtime() {
        return System.getProperty("java.home", "") + "/bin/java";
    }

    private static JsonValue providers(List<JsonObject> entries) {
        return Json.array(entries.stream().map(entry -> Json.object()
                .add("label", Json.filled(entry, "label").or(() -> Json.text(entry, "provider")).orElse("")).addNull("path")
                .addNull("version").build())
                .toList());
    }

    private static Optional<String> note(DaemonState state) {
        return switch (state.local()) {
            case "stale_pid" -> Optional.of("The pid file is left over from a daemon that has ended.");
            case "unresponsive" -> Optional.of("The process runs but does not answer; see the log.");
            case "running" -> state.connected().equals("not_probed") ? Optional.of("The daemon has no transport and cannot be reached.")
                    : state.refusal();
            default -> Optional.empty();
        };
    }
}
