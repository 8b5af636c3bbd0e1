package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
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
 * <p><b>Thread:</b> one; everything else reaches it through the {@link AgentFeed}.
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
    private final TimelineCursor cursor = new TimelineCursor();
    private final Deque<PermissionPrompt> prompts = new ArrayDeque<>();
    /** Answered by the user, but the daemon has not said yet that it took the answer. */
    private final Map<String, PermissionPrompt> answered = new HashMap<>();
    private String agentId = "";
    private Optional<Long> deadline = Optional.empty();
    private boolean untilDone;
    private boolean waiting;
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
        this.feed = AgentFeed.of(connection);
        this.view = new LiveView(call.output().colored());
        terminal.onInterrupt(() -> feed.add(new Happening.Interrupt()));
    }

    /** The user has just typed this prompt and need not read it again. */
    void ownPrompt(String prompt) {
        ownPrompt = Optional.of(prompt);
    }

    /** Shows what happened so far. */
    void history(JsonObject agent, JsonObject timeline) {
        Agents.items(timeline).forEach(item -> terminal.out(view.item(item)));
        cursor.shown(timeline);
        running = Agents.running(agent);
    }

    /** Counts what happened so far as shown. */
    void skip(JsonObject timeline) {
        cursor.shown(timeline);
    }

    /** Follows the agent until its turn is over. */
    Ending untilDone(String id, Optional<Duration> limit) {
        untilDone = true;
        running = true;
        deadline = limit.map(duration -> System.nanoTime() + duration.toNanos());
        agentId = id;
        awaitEnd();
        return follow();
    }

    /** Follows the agent until the user has enough. */
    Ending untilDetached(JsonObject agent) {
        agentId = Agents.id(agent);
        Json.children(agent, "pendingPermissions").forEach(this::ask);
        return follow();
    }

    private Ending follow() {
        Optional<Ending> ending = Optional.empty();
        while (ending.isEmpty()) {
            ending = switch (feed.next(deadline)) {
                case Happening.Message(JsonObject message) -> message(message);
                case Happening.Settled(Reply reply) -> settled(reply);
                case Happening.Typed(Optional<String> line) -> typed(line);
                case Happening.Interrupt() -> interrupt();
                case Happening.Lost(String reason) -> throw lost(reason);
                case Happening.Timeout() -> Optional.of(new Ending("timeout", Optional.empty()));
            };
        }
        terminal.out(view.freshLine());
        return ending.get();
    }

    private CliException lost(String reason) {
        return new CliException("CONNECTION_LOST", reason, "Come back with: paseo attach " + Agents.shortId(agentId));
    }

    private Optional<Ending> message(JsonObject message) {
        Optional<JsonObject> stream = AgentFeed.stream(message, agentId);
        if (stream.isEmpty()) {
            refused(message);
            return Optional.empty();
        }
        JsonObject event = Json.child(stream.get(), "event");
        switch (Json.text(event, "type").orElse("")) {
            case "timeline" -> row(stream.get(), Json.child(event, "item"));
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
        return Optional.empty();
    }

    private void row(JsonObject payload, JsonObject item) {
        long before = cursor.seq();
        switch (cursor.place(payload)) {
            case NEXT -> show(item);
            case OLD -> {
            }
            case GAP -> {
                JsonObject missing = new Agents(connection).timelineAfter(agentId, cursor.epoch(), before);
                Agents.items(missing).forEach(this::show);
                cursor.shown(missing);
            }
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

    /** An answer to a permission that the daemon could not use comes back under the permission's id. */
    private void refused(JsonObject message) {
        JsonObject payload = Json.child(message, "payload");
        if (!Json.text(message, "type").orElse("").equals("rpc_error")) {
            return;
        }
        PermissionPrompt refused = answered.remove(Json.text(payload, "requestId").orElse(""));
        if (refused != null) {
            terminal.out(view.freshLine() + "The daemon did not take the answer: "
                    + SafeText.line(Json.text(payload, "error").orElse("no reason given"))
                    + "\n");
            prompts.addFirst(refused);
            showPrompt();
        }
    }

    private void ask(JsonObject request) {
        var prompt = new PermissionPrompt(request);
        if (answered.containsKey(prompt.id()) || prompts.stream().anyMatch(open -> open.id().equals(prompt.id()))) {
            return;
        }
        prompts.addLast(prompt);
        if (prompts.size() == 1) {
            showPrompt();
        }
    }

    private void showPrompt() {
        terminal.out(view.freshLine() + prompts.getFirst().text());
        if (!reading) {
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

    private void resolved(String requestId) {
        boolean ours = answered.remove(requestId) != null;
        boolean current = !prompts.isEmpty() && prompts.getFirst().id().equals(requestId);
        boolean known = prompts.removeIf(prompt -> prompt.id().equals(requestId)) || ours;
        if (current) {
            terminal.out(view.freshLine() + (interrupted ? "" : "(answered elsewhere)\n"));
        }
        if (current && !prompts.isEmpty()) {
            showPrompt();
        }
        if (known) {
            awaitEnd();
        }
    }

    private Optional<Ending> typed(Optional<String> line) {
        if (prompts.isEmpty()) {
            return Optional.empty();
        }
        if (line.isEmpty()) {
            return detach();
        }
        switch (prompts.getFirst().typed(line.get())) {
            case PermissionPrompt.Step.Ask(String text) -> terminal.out(text);
            case PermissionPrompt.Step.Detach() -> {
                return detach();
            }
            case PermissionPrompt.Step.Answer(JsonObject response) -> {
                PermissionPrompt prompt = prompts.removeFirst();
                answered.put(prompt.id(), prompt);
                connection.tell(Json.object().add("type", "agent_permission_response").add("agentId", agentId).add("requestId", prompt.id())
                        .add("response", response).build());
                if (!prompts.isEmpty()) {
                    showPrompt();
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Ending> interrupt() {
        if (interrupted || !running) {
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
        terminal.err("Detached; the agent goes on. Come back with: paseo attach " + Agents.shortId(agentId) + "\n");
        return Optional.of(new Ending(prompts.isEmpty() ? "detached" : "permission", Optional.empty()));
    }

    private void awaitEnd() {
        if (untilDone && !waiting && prompts.isEmpty() && answered.isEmpty()) {
            waiting = true;
            connection.start(Agents.waitForFinish(agentId, Optional.empty()), reply -> feed.add(new Happening.Settled(reply)));
        }
    }

    private Optional<Ending> settled(Reply reply) {
        waiting = false;
        if (reply instanceof Reply.Refused(CliException reason)) {
            throw lost(reason.getMessage());
        }
        JsonObject payload = reply.payload();
        String status = Json.text(payload, "status").orElse("error");
        if (status.equals("permission")) {
            Json.children(Json.child(payload, "final"), "pendingPermissions").forEach(this::ask);
            boolean nothingToAnswer = prompts.isEmpty() && answered.isEmpty();
            return nothingToAnswer ? Optional.of(new Ending(status, Optional.empty())) : Optional.empty();
        }
        String done = interrupted ? "interrupted" : "completed";
        return Optional.of(new Ending(status.equals("idle") ? done : status, Json.filled(payload, "error")));
    }
}
