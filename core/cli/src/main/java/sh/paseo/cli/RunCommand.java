package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.Request;
import sh.paseo.cli.text.Column;
import sh.paseo.cli.text.SafeText;

/** {@code paseo run}. <b>Source:</b> spec/wire/05 §2; recorded 05, 06, 17, 21, 25. */
final class RunCommand implements Command {
    private static final String FAILED = "AGENT_CREATE_FAILED";
    private static final Duration CREATE = Duration.ofSeconds(60);
    private static final RowType ROW = RowType.of("agentId", Column.of("AGENT ID", "agentId", 12), Column.of("STATUS", "status", 10),
            Column.of("PROVIDER", "provider", 10), Column.of("CWD", "cwd", 30), Column.of("TITLE", "title", 20));

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Arguments.flag("do not wait for the agent", "-d", "--detach"));
        spec.addOption(Arguments.value("<title>", "what the agent is called", "--title", "--name"));
        spec.addOption(Arguments.value("<provider[/model]>", "which agent", "--provider"));
        spec.addOption(Arguments.value("<model>", "which model", "--model"));
        spec.addOption(Arguments.value("<id>", "how much it thinks", "--thinking"));
        spec.addOption(Arguments.value("<mode>", "what it may do without asking", "--mode"));
        spec.addOption(Arguments.value("<slug>", "work in a git worktree of this name", "--worktree"));
        spec.addOption(Arguments.value("<branch>", "what the worktree starts from", "--base"));
        spec.addOption(Arguments.many("<path>", "show it this image", "--image"));
        spec.addOption(Arguments.value("<path>", "where it works, this folder if not told", "--cwd"));
        spec.addOption(Arguments.many("<k=v>", "label it", "--label"));
        spec.addOption(Arguments.value("<duration>", "wait at most this long: seconds, or like 5m", "--wait-timeout"));
        spec.addOption(Arguments.value("<schema>", "a file or inline JSON: print an object of this form", "--output-schema"));
        spec.addOption(ExitStatus.option());
        Arguments.host(spec);
        spec.addPositional(Arguments.words("<prompt>"));
    }

    @Override
    public int run(Call call) {
        Arguments arguments = call.arguments();
        String prompt = arguments.rest(0)
                .orElseThrow(() -> new CliException("MISSING_PROMPT", "A prompt is required", "Usage: paseo run <prompt>"));
        boolean detach = arguments.has("--detach");
        if (arguments.value("--base").isPresent() && arguments.value("--worktree").isEmpty()) {
            throw new CliException("INVALID_OPTIONS", "--base can only be used with --worktree");
        }
        Optional<OutputSchema> schema = arguments.value("--output-schema").map(text -> OutputSchema.read(text, call.surroundings()));
        if (schema.isPresent() && detach) {
            throw new CliException("INVALID_OPTIONS", "--output-schema cannot be used with --detach");
        }
        Optional<Duration> timeout = arguments.duration("--wait-timeout");
        JsonObject fields = fields(call, schema.map(form -> form.asked(prompt)).orElse(prompt));
        boolean live = call.output().forPeople() && !detach && schema.isEmpty();
        try (DaemonConnection connection = call.following(new DaemonStart(call).connectOrStart())) {
            JsonObject request = withProvider(call, connection, fields);
            if (live) {
                return live(call, connection, request, timeout);
            }
            JsonObject agent = create(connection, request);
            if (schema.isPresent()) {
                return schema.get().converse(call, connection, agent, timeout);
            }
            String status = detach ? detached(agent) : waited(connection, agent, timeout);
            call.output().row(ROW, row(agent, status));
            return ExitStatus.of(call, status);
        }
    }

    private static JsonObject fields(Call call, String prompt) {
        Arguments arguments = call.arguments();
        Path folder = arguments.value("--cwd").map(call.surroundings()::resolve).orElse(call.surroundings().directory());
        var config = Json.object().add("cwd", folder.toString());
        arguments.value("--title").ifPresent(title -> config.add("title", title));
        arguments.value("--mode").ifPresent(mode -> config.add("modeId", mode));
        arguments.value("--thinking").ifPresent(option -> config.add("thinkingOptionId", option));
        var fields = Json.object().add("config", config).add("initialPrompt", prompt).add("labels", Json.texts(arguments.labels(false)));
        List<String> images = arguments.values("--image");
        if (!images.isEmpty()) {
            fields.add("images", Images.read(images, call.surroundings()));
        }
        arguments.value("--worktree").ifPresent(slug -> {
            var git = Json.object().add("createWorktree", true).add("worktreeSlug", slug);
            arguments.value("--base").ifPresent(branch -> git.add("baseBranch", branch));
            fields.add("worktreeName", slug).add("git", git);
        });
        return fields.build();
    }

    private static JsonObject withProvider(Call call, DaemonConnection connection, JsonObject fields) {
        Optional<String> told = call.arguments().value("--provider");
        String provider = told.filter(text -> !text.isBlank()).orElseGet(() -> Providers.preferred(call, connection));
        int slash = provider.indexOf('/');
        Optional<String> model = call.arguments().value("--model")
                .or(() -> slash < 0 || slash == provider.length() - 1 ? Optional.empty() : Optional.of(provider.substring(slash + 1)));
        var config = Json.object(Json.child(fields, "config")).add("provider", slash < 0 ? provider : provider.substring(0, slash));
        model.ifPresent(name -> config.add("model", name));
        return Json.object(fields).add("config", config).build();
    }

    private static JsonObject create(DaemonConnection connection, JsonObject fields) {
        return Agents.step(FAILED, "Failed to create agent", () -> {
            JsonObject reply = connection.request(Request.of("create_agent_request", fields).answeredBy("status").within(CREATE));
            if (!Json.text(reply, "status").orElse("").equals("agent_created")) {
                throw new CliException(FAILED, Json.filled(reply, "error").orElse("the daemon gave no reason"));
            }
            return Json.child(reply, "agent");
        });
    }

    private static int live(Call call, DaemonConnection connection, JsonObject request, Optional<Duration> timeout) {
        var session = new LiveSession(call, connection);
        session.ownPrompt(Json.text(request, "initialPrompt").orElse(""));
        JsonObject agent = create(connection, request);
        String id = Agents.shortId(Agents.id(agent));
        call.terminal().err("Agent " + id + " (" + SafeText.line(Json.text(agent, "provider").orElse("")) + ") in "
                + SafeText.line(call.surroundings().tilde(Json.text(agent, "cwd").orElse(""))) + "\n");
        LiveSession.Ending ending = session.untilDone(Agents.id(agent), timeout);
        LiveEnding.say(call, id, ending);
        return ExitStatus.of(call, ending.status());
    }

    private static String detached(JsonObject agent) {
        return Agents.running(agent) ? "running" : "created";
    }

    private static String waited(DaemonConnection connection, JsonObject agent, Optional<Duration> timeout) {
        JsonObject reply = Agents.step("WAIT_FAILED", "Failed to wait for agent",
                () -> new Agents(connection).finished(Agents.id(agent), timeout));
        String status = Json.text(reply, "status").orElse("error");
        return status.equals("idle") ? "completed" : status;
    }

    private static JsonObject row(JsonObject agent, String status) {
        return Json.object().add("agentId", Agents.id(agent)).add("status", status).add("provider", Json.value(agent, "provider"))
                .add("cwd", Json.value(agent, "cwd")).add("title", Json.value(agent, "title")).build();
    }
}
