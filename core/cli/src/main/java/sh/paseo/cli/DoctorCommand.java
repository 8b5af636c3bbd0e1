package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.Request;
import sh.paseo.cli.text.Column;

/**
 * {@code paseo doctor}: what this machine and the daemon look like, and what to do about what is wrong. Needs no daemon; one that runs is
 * asked too. <b>Source:</b> spec/wire/00 §5.
 */
final class DoctorCommand implements Command {
    private static final int SOMETHING_WRONG = 1;
    private static final List<String> KEYS = List.of("area", "name", "state", "text", "remedy");
    private static final RowType ROWS = RowType.of("name", Column.of("AREA", "area", 10), Column.of("NAME", "name", 14),
            Column.of("STATE", "state", 8), Column.of("FOUND", "text", 0), Column.of("WHAT TO DO", "remedy", 0));

    @Override
    public void declare(CommandSpec spec) {
        Arguments.host(spec);
    }

    @Override
    public int run(Call call) {
        List<JsonObject> findings = new ArrayList<>();
        if (call.locator().local(call.host())) {
            findings.addAll(new MachineCheck(call).findings());
        }
        findings.addAll(daemon(call));
        call.output().rows(ROWS, findings);
        return findings.stream().anyMatch(finding -> Json.text(finding, "state").orElse("").equals("problem")) ? SOMETHING_WRONG : 0;
    }

    /** One that is not there is found out from outside; one that was named must answer. */
    private static List<JsonObject> daemon(Call call) {
        try (DaemonConnection connection = call.locator().connect(call.host(), DaemonConnection.CONNECT_TIMEOUT)) {
            return Json.children(connection.request(Request.of("paseo/doctor", Json.EMPTY)), "findings").stream().map(DoctorCommand::row)
                    .toList();
        } catch (CliException silent) {
            boolean expected = call.locator().local(call.host()) && silent.code().equals("DAEMON_NOT_RUNNING");
            return expected ? List.of()
                    : List.of(finding("daemon", "answer", "problem", silent.getMessage(), silent.details().orElse("")));
        }
    }

    private static JsonObject row(JsonObject finding) {
        var row = Json.object();
        KEYS.forEach(key -> row.add(key, Json.value(finding, key)));
        return row.build();
    }

    static JsonObject finding(String area, String name, String state, String text, String remedy) {
        return Json.object().add("area", area).add("name", name).add("state", state).add("text", text).add("remedy", remedy).build();
    }

    static JsonObject ok(String area, String name, String text) {
        return finding(area, name, "ok", text, "");
    }

    /** A finding that is fine unless there is a trouble to tell of. */
    static JsonObject either(String area, String name, String text, Optional<Trouble> trouble) {
        return trouble.map(bad -> finding(area, name, bad.state(), bad.text(), bad.remedy())).orElseGet(() -> ok(area, name, text));
    }

    /** What is not as it should be. */
    record Trouble(String state, String text, String remedy) {}
}
