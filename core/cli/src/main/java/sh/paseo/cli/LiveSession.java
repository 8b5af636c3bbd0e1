package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.FollowedTimeline;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.Reply;
import sh.paseo.cli.client.Request;
import sh.paseo.cli.text.LiveView;
import sh.paseo.cli.text.SafeText;

/**
 * Follows an agent for a person at a terminal: shows what it does, asks for permissions in place, interrupts the turn at Ctrl-C and
 * detaches at the
 * second one.
 *
 * <p>When the connection breaks and comes back, one line says so ({@link GapLine}), what the agent did meanwhile is shown behind it, and
 * its questions are put as they stand then. Ctrl-C while it is away detaches.
 *
 * <p><b>Thread:</b> one; everything else reaches it through the {@link AgentFeed}. It never waits for the daemon otherwise, so that Ctrl-C
 * is always heard.
 *
 * <p>With {@code untilDone} a {@code wait_for_finish_request} tells when the turn is over, the same that a command in a pipe waits for;
 * its answer
 * comes behind all events of the turn.
 */
final class LiveSession {
    private final DaemonConnection connection;
    private final Terminal terminal;
    private final AgentFeed feed;
    private final LiveView view;
    private final Questions questions = new Questions();
    private String agentId = "";
    private FollowedTimeline timeline;
    private Optional<Long> deadline = Optional.empty();
    private boolean untilDone;
    private boolean waiting;
    private boolean looking;
    private Optional<Reply> settled = Optional.empty();
    private boolean running;
    private boolean interrupted;
    private boolean reading;
    private Optional<String> ownPrompt = Optional.empty();

    /** How following an agent ended: {@code status} as in 05 (completed, error, permission, timeout), {@code interrupted} or
     * {@code detached}. */
    record Ending(String status, Optional<String> error) {}

    /** Listens from now on, so that nothing is missed of an agent that is created next. */
    LiveSession(Call call, DaemonConnection connection) {
        this.connection = connection;
        this.terminal = call.terminal();
        this.view = new LiveView(call.output().colored());
        this.feed = AgentFeed.of(connection, new GapLine(call, () -> terminal.out(view.freshLine())));
        feed.catchInterrupts(terminal);
    }

    /** The user has just typed this prompt and need not read it again. */
    void ownPrompt(String prompt) {
        ownPrompt = Optional.of(prompt);
    }

    /** Shows what happened so far. */
    void history(JsonObject agent, JsonObject past) {
        Agents.items(past).forEach(item -> terminal.out(view.item(item)));
        skip(Agents.id(agent), past);
        running = Agents.running(agent);
    }

    /** Counts what happened so far as shown. */
    void skip(String id, JsonObject past) {
        about(id);
        timeline.shown(past);
    }

    private void about(String id) {
        if (timeline == null) {
            agentId = id;
            timeline = new FollowedTimeline(id, request -> connection.start(request, reply -> feed.add(new Happening.Fetched(reply))),
                    this::event);
        }
    }

    /** Follows the agent until its turn is over. */
    Ending untilDone(String id, Optional<Duration> limit) {
        about(id);
        untilDone = true;
        running = true;
        deadline = limit.map(duration -> System.nanoTime() + duration.toNanos());
        awaitEnd();
        return follow();
    }

    /** Follows the agent until the user has enough. */
    Ending untilDetached(JsonObject agent) {
        about(Agents.id(agent));
        Json.children(agent, "pendingPermissions").forEach(this::ask);
        return follow();
    }

    private Ending follow() {
        try {
            Optional<Ending> ending = Optional.empty();
            while (ending.isEmpty()) {
                ending = react(feed.next(deadline)).or(this::end);
            }
            terminal.out(view.freshLine());
            return ending.get();
        } catch (CliException failed) {
            throw new CliException(failed.code(), failed.getMessage(), "Come back with: paseo attach " + Agents.shortId(agentId));
        }
    }

    private Optional<Ending> react(Happening happening) {
        switch (happening) {
            case Happening.Message(JsonObject message) -> AgentFeed.stream(message, agentId).ifPresent(timeline::received);
            case Happening.Fetched(Reply reply) -> timeline.fetched(reply);
            case Happening.Settled(Reply reply) -> settled = Optional.of(reply);
            case Happening.Looked(Reply reply) -> looked(reply);
            case Happening.Taken(String question, Reply reply) -> taken(question, reply);
            case Happening.Reconnected ignored -> reconnected();
            case Happening.Typed(Optional<String> line) -> {
                return typed(line);
            }
            case Happening.Interrupt() -> {
                return interrupt();
            }
            case Happening.Lost(String reason) -> throw new CliException("CONNECTION_LOST", reason);
            case Happening.Timeout() -> {
                return Optional.of(new Ending("timeout", Optional.empty()));
            }
        }
        return Optional.empty();
    }

    private void event(JsonObject event) {
        switch (Json.text(event, "type").orElse("")) {
            case "timeline" -> show(Json.child(event, "item"));
            case "permission_requested" -> ask(Json.child(event, "request"));
            case "permission_resolved" -> resolved(Json.text(event, "requestId").orElse(""));
            case "turn_started" -> {
                running = true;
                interrupted = false;
            }
            case "turn_completed" -> running = false;
            case "turn_failed", "turn_canceled" -> {
                running = false;
                terminal.out(view.event(event));
            }
            default -> terminal.out(view.event(event));
        }
    }

    private void show(JsonObject item) {
        boolean own = Json.text(item, "type").orElse("").equals("user_message") && ownPrompt.equals(Json.text(item, "text"));
        if (own) {
            ownPrompt = Optional.empty();
        } else {
            terminal.out(view.item(item));
        }
    }

    /** The connection repeats what it was not answered; what we only heard by listening has to be asked for. */
    private void reconnected() {
        timeline.catchUp();
        questions.doubt();
        looking = true;
        connection.start(Agents.fetching(agentId), reply -> feed.add(new Happening.Looked(reply)));
    }

    private void looked(Reply reply) {
        looking = false;
        JsonObject agent = Agents.fetched(reply.payload(), agentId);
        running = Agents.running(agent);
        List<JsonObject> there = Json.children(agent, "pendingPermissions");
        Optional<PermissionPrompt> before = questions.first();
        questions.missing(there).forEach(this::resolved);
        there.forEach(this::ask);
        if (before.isPresent() && questions.first().equals(before)) {
            // The line about the gap stands where the answer was to be typed.
            showQuestion();
        }
    }

    private void ask(JsonObject request) {
        if (questions.ask(request)) {
            showQuestion();
        }
    }

    private void showQuestion() {
        questions.first().ifPresent(prompt -> terminal.out(view.freshLine() + prompt.text()));
        if (!reading && questions.first().isPresent()) {
            reading = true;
            Thread.ofPlatform().daemon().name("paseo-input").start(this::readLines);
        }
    }

    private void readLines() {
        Optional<String> line = terminal.readLine();
        while (line.isPresent()) {
            feed.add(new Happening.Typed(line));
            line = terminal.readLine();
        }
        feed.add(new Happening.Typed(line));
    }

    private void resolved(String question) {
        Questions.Resolved resolved = questions.resolved(question);
        if (resolved.shown()) {
            terminal.out(view.freshLine() + (interrupted ? "" : "(answered elsewhere)\n"));
            showQuestion();
        }
        if (resolved.known()) {
            awaitEnd();
        }
    }

    private void taken(String question, Reply reply) {
        switch (reply) {
            case Reply.Answered ignored -> resolved(question);
            case Reply.Refused(CliException reason) -> {
                if (questions.refused(question)) {
                    terminal.out(view.freshLine() + "The daemon did not take the answer: " + SafeText.line(reason.getMessage()) + "\n");
                    showQuestion();
                }
            }
        }
    }

    private Optional<Ending> typed(Optional<String> line) {
        if (questions.first().isEmpty()) {
            return Optional.empty();
        }
        if (line.isEmpty()) {
            return detach();
        }
        switch (questions.first().get().typed(line.get())) {
            case PermissionPrompt.Step.Ask(String text) -> terminal.out(text);
            case PermissionPrompt.Step.Detach() -> {
                return detach();
            }
            case PermissionPrompt.Step.Answer(JsonObject response) -> {
                String question = questions.answer().id();
                connection.start(Agents.answering(agentId, question, response), reply -> feed.add(new Happening.Taken(question, reply)));
                showQuestion();
            }
        }
        return Optional.empty();
    }

    private Optional<Ending> interrupt() {
        if (interrupted || !running || feed.away()) {
            return detach();
        }
        interrupted = true;
        terminal.out(view.freshLine());
        terminal.err("Interrupting the turn; Ctrl-C again detaches.\n");
        connection.start(Request.of("cancel_agent_request", Json.object().add("agentId", agentId).build()), reply -> {});
        return Optional.empty();
    }

    private Optional<Ending> detach() {
        terminal.out(view.freshLine());
        if (feed.away() && questions.undelivered()) {
            terminal.err("Your answer has not reached the daemon.\n");
        }
        terminal.err("Detached; the agent goes on. Come back with: paseo attach " + Agents.shortId(agentId) + "\n");
        return Optional.of(new Ending(questions.first().isEmpty() ? "detached" : "permission", Optional.empty()));
    }

    private void awaitEnd() {
        if (untilDone && !waiting && !questions.pending()) {
            waiting = true;
            connection.start(Agents.waitForFinish(agentId, Optional.empty()), reply -> feed.add(new Happening.Settled(reply)));
        }
    }

    /** How it ended, if the daemon said that it has and everything that came before is shown. */
    private Optional<Ending> end() {
        if (settled.isEmpty() || !timeline.upToDate() || looking) {
            return Optional.empty();
        }
        JsonObject payload = settled.get().payload();
        settled = Optional.empty();
        waiting = false;
        String status = Json.text(payload, "status").orElse("error");
        if (status.equals("permission")) {
            List<JsonObject> there = Json.children(Json.child(payload, "final"), "pendingPermissions");
            there.forEach(this::ask);
            // If all are answered meanwhile, the turn goes on.
            awaitEnd();
            return there.isEmpty() ? Optional.of(new Ending(status, Optional.empty())) : Optional.empty();
        }
        String done = interrupted ? "interrupted" : "completed";
        return Optional.of(new Ending(status.equals("idle") ? done : status, Json.filled(payload, "error")));
    }
}
