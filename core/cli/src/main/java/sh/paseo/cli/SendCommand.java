package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.RandomIds;
import sh.paseo.cli.text.Column;

/** {@code paseo send}. <b>Source:</b> spec/wire/05 §2; recorded 10, 11. */
final class SendCommand implements Command {
    private static final String FAILED = "SEND_FAILED";
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final RowType ROW = RowType.of("agentId", Column.of("AGENT ID", "agentId", 12), Column.of("STATUS", "status", 12),
            new Column("MESSAGE", "message", 40, Column.Cell.LINES));

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Arguments.value("<text>", "the prompt", "--prompt"));
        spec.addOption(Arguments.value("<path>", "read the prompt from this file, - is the standard input", "--prompt-file"));
        spec.addOption(Arguments.many("<path>", "show it this image", "--image"));
        spec.addOption(Arguments.flag("do not wait for the agent", "--no-wait"));
        spec.addOption(ExitStatus.option());
        Arguments.host(spec);
        spec.addPositional(Arguments.words("<id> [prompt]"));
    }

    @Override
    public int run(Call call) {
        String wanted = call.agentId();
        String prompt = prompt(call);
        var fields = Json.object().add("agentId", wanted).add("text", prompt).add("messageId", RandomIds.next());
        List<String> images = call.arguments().values("--image");
        if (!images.isEmpty()) {
            fields.add("images", Images.read(images, call.surroundings()));
        }
        boolean wait = !call.arguments().has("--no-wait");
        try (DaemonConnection connection = wait ? call.connectToFollow() : call.connect()) {
            return wait && call.output().forPeople() ? live(call, connection, fields.build(), prompt)
                    : plain(call, connection, fields.build(), wait);
        }
    }

    private static int plain(Call call, DaemonConnection connection, JsonObject fields, boolean wait) {
        String wanted = Json.text(fields, "agentId").orElse("");
        JsonObject row = Agents.step(FAILED, "Failed to send message", () -> {
            new Agents(connection).change("send_agent_message_request", fields);
            return wait ? waited(connection, wanted) : row(wanted, "sent", "Message sent, not waiting for completion");
        });
        call.output().row(ROW, row);
        return ExitStatus.of(call, Json.text(row, "status").orElse(""));
    }

    private static JsonObject waited(DaemonConnection connection, String wanted) {
        JsonObject reply = new Agents(connection).finished(wanted, Optional.of(PATIENCE));
        JsonObject agent = Json.child(reply, "final");
        String id = Json.text(agent, "id").orElse(wanted);
        String status = Json.text(reply, "status").orElse("error");
        return switch (status) {
            case "idle" -> row(id, "completed", "Agent completed processing the message");
            case "timeout" -> row(id, status, "Timed out waiting for agent");
            case "permission" -> row(id, status, "Agent is waiting for permission");
            default -> row(id, "error", "Agent finished with error: " + Json.filled(reply, "error").orElse("unknown error"));
        };
    }

    private static JsonObject row(String id, String status, String message) {
        return Json.object().add("agentId", id).add("status", status).add("message", message).build();
    }

    private static int live(Call call, DaemonConnection connection, JsonObject fields, String prompt) {
        var agents = new Agents(connection);
        var session = new LiveSession(call, connection);
        session.ownPrompt(prompt);
        String id = Agents.step(FAILED, "Failed to send message", () -> {
            String found = Agents.id(agents.fetch(Json.text(fields, "agentId").orElse("")));
            session.skip(found, agents.timeline(found));
            agents.change("send_agent_message_request", Json.object(fields).add("agentId", found).build());
            return found;
        });
        LiveSession.Ending ending = session.untilDone(id, Optional.of(PATIENCE));
        LiveEnding.say(call, Agents.shortId(id), ending);
        return ExitStatus.of(call, ending.status());
    }

    private static String prompt(Call call) {
        Arguments arguments = call.arguments();
        Optional<String> words = arguments.rest(1);
        Optional<String> option = arguments.value("--prompt");
        Optional<String> file = arguments.value("--prompt-file");
        long given = List.of(words, option, file).stream().filter(Optional::isPresent).count();
        if (given > 1) {
            throw new CliException("CONFLICTING_PROMPT_INPUT", "Give the prompt once: as words, with --prompt or with --prompt-file");
        }
        String prompt = file.map(path -> read(call, path)).or(() -> option).or(() -> words).orElse("");
        if (prompt.isBlank()) {
            throw new CliException("MISSING_PROMPT", "A prompt is required", "Usage: paseo send <id> <prompt>");
        }
        return prompt;
    }

    private static String read(Call call, String path) {
        try {
            return path.equals("-") ? call.terminal().readAll() : Files.readString(call.surroundings().resolve(path));
        } catch (IOException unreadable) {
            throw new CliException("PROMPT_FILE_READ_ERROR", "Cannot read prompt file " + path + ": " + unreadable.getMessage());
        }
    }
}
