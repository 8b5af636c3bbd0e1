package sh.paseo.agent.claude;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import sh.paseo.api.PermissionId;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.EventSink;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.Send;
import sh.paseo.api.agent.Setting;
import sh.paseo.api.agent.TimelineItem;

/**
 * Turns what the CLI wrote and what we sent to it into events.
 *
 * <p>Pure: the same lines and sends in the same order give the same events, so that a restarted host can replay them. It reads no
 * clock, no randomness, no file. {@link #save} holds all its state between two turns.
 *
 * <p><b>Thread</b>: one at a time. <b>Source</b>: recorded transcripts of Claude Code 2.1.330.
 */
final class ClaudeMapper {
    private final Turns turns = new Turns();
    private final Requests requests = new Requests();
    private final SubAgents subAgents = new SubAgents();
    private final Conversation conversation;
    private final TurnContent content = new TurnContent(subAgents);
    private Optional<String> failure = Optional.empty();
    private boolean greeted;

    /** @param model what the session was asked to use */
    ClaudeMapper(Optional<String> sessionId, Optional<String> model) {
        this.conversation = new Conversation(sessionId, model);
    }

    /** For another process that goes on with the same conversation. */
    ClaudeMapper again() {
        return new ClaudeMapper(conversation.sessionId(), conversation.askedModel());
    }

    Turns turns() {
        return turns;
    }

    Requests requests() {
        return requests;
    }

    Conversation conversation() {
        return conversation;
    }

    /** Whether a greeting was sent, answered or not. */
    boolean greeted() {
        return greeted || conversation.ready();
    }

    /** Why the CLI gave up before it was ready, if it said so. */
    Optional<String> failure() {
        return failure;
    }

    void sent(Send send) {
        Optional<JsonObject> line = Fields.parse(send.text());
        line.ifPresent(object -> {
            switch (Fields.text(object, "type", "")) {
                case "user" -> send.turn().ifPresent(turn -> turns.sent(turn, Fields.text(object, "uuid", "send-" + send.number())));
                case "control_request" -> {
                    JsonObject request = Fields.object(object, "request");
                    greeted |= Fields.text(request, "subtype", "").equals("initialize");
                    Fields.text(object, "session_id").ifPresent(conversation::named);
                    requests.sent(Fields.text(object, "request_id", ""), request, send.turn());
                }
                case "control_response" -> requests.replied(Fields.text(Fields.object(object, "response"), "request_id", ""));
                default -> throw new IllegalStateException("send " + send.number() + " is none of ours");
            }
        });
    }

    /** Returns false if the line is not a JSON object. */
    boolean line(Line line, EventSink sink) {
        Optional<ClaudeMessage> message = ClaudeMessage.read(line.text());
        message.ifPresent(known -> on(known, sink));
        return message.isPresent();
    }

    private void on(ClaudeMessage message, EventSink sink) {
        switch (message) {
            case ClaudeMessage.ControlAnswer answer -> onAnswer(answer, sink);
            case ClaudeMessage.ToolPermission permission -> onPermission(permission, sink);
            case ClaudeMessage.OtherRequest other -> requests.unexpected(other.requestId(), other.subtype());
            case ClaudeMessage.RequestCancelled cancelled -> {
                if (requests.withdrawn(cancelled.requestId())) {
                    sink.emit(new AgentEvent.PermissionWithdrawn(new PermissionId(cancelled.requestId())));
                }
            }
            case ClaudeMessage.CommandState state -> onCommandState(state, sink);
            case ClaudeMessage.TurnInit init -> {
                begin(sink);
                conversation.begins(init).forEach(sink::emit);
            }
            case ClaudeMessage.Status status -> onStatus(status, sink);
            case ClaudeMessage.Retry retry -> turns.current().ifPresent(turn -> emit(turn, List.of(TurnContent.notice(retry)), sink));
            case ClaudeMessage.CompactBoundary boundary ->
                turns.current().ifPresent(turn -> emit(turn, List.of(content.compacted(boundary)), sink));
            case ClaudeMessage.TaskNotification task -> {
                subAgents.ended(task.toolUseId(), task.status(), task.summary());
                turns.current().ifPresent(turn -> emit(turn, subAgents.takeLate(), sink));
            }
            case ClaudeMessage.Stream stream -> onStream(stream, sink);
            case ClaudeMessage.Assistant assistant -> onAssistant(assistant, sink);
            case ClaudeMessage.UserTurn user -> {
                if (user.parent().isEmpty()) {
                    turns.current().ifPresent(turn -> emit(turn, content.results(user), sink));
                }
            }
            case ClaudeMessage.Result result -> onResult(result, sink);
            case ClaudeMessage.Unknown _ -> {
                // New versions bring new messages all the time; none of them may stop a turn.
            }
        }
    }

    private void onAnswer(ClaudeMessage.ControlAnswer answer, EventSink sink) {
        Optional<Requests.Ours> ours = requests.answered(answer.requestId());
        if (ours.isEmpty()) {
            return;
        }
        JsonObject request = ours.get().request();
        switch (Fields.text(request, "subtype", "")) {
            case "initialize" -> {
                if (answer.ok()) {
                    conversation.greeted(answer.response()).ifPresent(sink::emit);
                } else {
                    failure = Optional.of(answer.error());
                }
            }
            case "cancel_async_message" -> ours.get().turn().ifPresent(turn -> {
                // It has begun in the meantime, so it must be interrupted like any other.
                boolean lives = turns.isWaiting(turn) || turns.current().equals(Optional.of(turn));
                if (lives && !Fields.isTrue(answer.response(), "cancelled")) {
                    requests.interruptLater(turn);
                }
            });
            case "set_permission_mode", "set_model", "apply_flag_settings" -> sink.emit(conversation.selected(request, answer));
            default -> {
                // An interruption: the result of the turn tells what became of it.
            }
        }
    }

    private void onPermission(ClaudeMessage.ToolPermission permission, EventSink sink) {
        TurnId turn = running(permission.requestId(), sink);
        requests.asked(permission.requestId(), permission.input());
        sink.emit(new AgentEvent.PermissionAsked(turn, content.question(permission)));
    }

    private void onCommandState(ClaudeMessage.CommandState command, EventSink sink) {
        turns.track();
        switch (command.state()) {
            case "started" -> {
                turns.started(command.prompt());
                begin(sink);
            }
            case "completed", "cancelled" -> {
                AgentEvent.Outcome outcome = command.state().equals("completed") ? new AgentEvent.Outcome.Completed()
                        : new AgentEvent.Outcome.Interrupted("It was taken back before it ran.");
                if (turns.isCurrent(command.prompt())) {
                    end(outcome, sink);
                }
                turns.drop(command.prompt()).ifPresent(turn -> sink.emit(new AgentEvent.TurnEnded(turn, outcome)));
            }
            default -> {
                // "queued" changes nothing; that the CLI reports at all has been noted.
            }
        }
    }

    private void onStatus(ClaudeMessage.Status status, EventSink sink) {
        status.mode().filter(mode -> !requests.isModeAsked(mode)).flatMap(conversation::modeIs)
                .ifPresent(mode -> sink.emit(new AgentEvent.SettingChanged(new Setting.OfMode(mode))));
        if (status.status().isPresent()) {
            begin(sink);
        }
        if (status.status().equals(Optional.of("compacting"))) {
            turns.current().ifPresent(turn -> emit(turn,
                    List.of(new TimelineItem.Compaction(false, Optional.empty(), OptionalLong.empty())), sink));
        }
    }

    private void onStream(ClaudeMessage.Stream stream, EventSink sink) {
        if (stream.parent().isPresent()) {
            return;
        }
        conversation.usage().call(TurnContent.usage(stream.event()));
        emit(running(stream.uuid(), sink), content.streamed(stream.event()), sink);
    }

    private void onAssistant(ClaudeMessage.Assistant assistant, EventSink sink) {
        if (assistant.parent().isPresent()) {
            List<TimelineItem> items = content.heard(assistant.parent().get(), assistant.content());
            turns.current().ifPresent(turn -> emit(turn, items, sink));
        } else {
            emit(running(assistant.uuid(), sink), content.finished(assistant), sink);
        }
    }

    private void onResult(ClaudeMessage.Result result, EventSink sink) {
        if (!conversation.ready()) {
            failure = result.errors().isEmpty() ? result.text() : Optional.of(String.join("; ", result.errors()));
            return;
        }
        begin(sink);
        if (turns.current().isPresent()) {
            sink.emit(new AgentEvent.UsageReported(conversation.usage().at(result.line())));
            end(content.outcome(result), sink);
        }
    }

    /** The turn that the CLI works on; if it is none of ours, one of its own. */
    private TurnId running(String uuid, EventSink sink) {
        begin(sink);
        return turns.current().orElseGet(() -> {
            TurnId turn = turns.beginAlone(uuid);
            started(turn, sink);
            return turn;
        });
    }

    private void begin(EventSink sink) {
        turns.begin().ifPresent(turn -> started(turn, sink));
    }

    private void started(TurnId turn, EventSink sink) {
        sink.emit(new AgentEvent.TurnStarted(turn));
        emit(turn, subAgents.takeLate(), sink);
    }

    private void end(AgentEvent.Outcome outcome, EventSink sink) {
        turns.current().ifPresent(turn -> {
            emit(turn, content.abandon(), sink);
            requests.withdrawAll().forEach(id -> sink.emit(new AgentEvent.PermissionWithdrawn(new PermissionId(id))));
            turns.end();
            sink.emit(new AgentEvent.TurnEnded(turn, outcome));
        });
    }

    private static void emit(TurnId turn, List<TimelineItem> items, EventSink sink) {
        items.forEach(item -> sink.emit(AgentEvent.Item.of(turn, item)));
    }

    /** All state, if no turn is running. */
    Optional<JsonObject> save() {
        if (turns.current().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(Fields.JSON.createObjectBuilder().add("conversation", conversation.save()).add("turns", turns.save())
                .add("requests", requests.save()).add("todos", content.todos().save()).add("subAgents", subAgents.save()).build());
    }

    void load(JsonObject saved) {
        conversation.load(Fields.object(saved, "conversation"));
        turns.load(Fields.object(saved, "turns"));
        requests.load(Fields.objects(saved, "requests"));
        content.todos().load(Fields.objects(saved, "todos"));
        subAgents.load(Fields.object(saved, "subAgents"));
    }
}
