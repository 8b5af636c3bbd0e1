package sh.paseo.agent.claude;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.ResumeToken;
import sh.paseo.api.agent.Setting;

/** What is known of the conversation as a whole: its name, settings, commands and usage. */
final class Conversation {
    private final Optional<String> askedModel;
    private final UsageMeter usage = new UsageMeter();
    private Optional<String> sessionId;
    private Optional<String> model = Optional.empty();
    private Optional<String> mode = Optional.empty();
    private Introduction introduction = Introduction.NONE;
    private boolean ready;

    Conversation(Optional<String> sessionId, Optional<String> askedModel) {
        this.sessionId = sessionId;
        this.askedModel = askedModel;
    }

    boolean ready() {
        return ready;
    }

    Optional<String> askedModel() {
        return askedModel;
    }

    Introduction introduction() {
        return introduction;
    }

    UsageMeter usage() {
        return usage;
    }

    Optional<ResumeToken> token() {
        return sessionId.map(ResumeToken::new);
    }

    Optional<String> sessionId() {
        return sessionId;
    }

    void named(String id) {
        sessionId = Optional.of(id);
    }

    /** The answer to our greeting; a second one, after it had to be sent again, says nothing new. */
    Optional<AgentEvent> greeted(JsonObject answer) {
        if (ready) {
            return Optional.empty();
        }
        ready = true;
        introduction = Introduction.of(answer);
        model = introduction.resolve(askedModel);
        mode = Fields.text(answer, "current_permission_mode");
        return Optional.of(new AgentEvent.SessionReady(token(), model, mode));
    }

    /** The beginning of a turn names model and mode; both may have been changed by a slash command. */
    List<AgentEvent> begins(ClaudeMessage.TurnInit init) {
        List<AgentEvent> events = new ArrayList<>();
        if (sessionId.isEmpty()) {
            sessionId = init.sessionId();
        }
        init.mode().flatMap(this::modeIs).ifPresent(id -> events.add(new AgentEvent.SettingChanged(new Setting.OfMode(id))));
        boolean another = model.isPresent() && init.model().isPresent() && !init.model().equals(model);
        model = init.model().or(() -> model);
        if (another) {
            events.add(new AgentEvent.SettingChanged(new Setting.OfModel(model)));
        }
        return events;
    }

    /** The mode, if it is another than before. */
    Optional<String> modeIs(String id) {
        boolean same = mode.equals(Optional.of(id));
        mode = Optional.of(id);
        return same ? Optional.empty() : mode;
    }

    /** The CLI's answer to a request that changes a setting. */
    AgentEvent selected(JsonObject request, ClaudeMessage.ControlAnswer answer) {
        Setting setting = switch (Fields.text(request, "subtype", "")) {
            case "set_permission_mode" -> new Setting.OfMode(Fields.text(request, "mode", ""));
            case "set_model" -> new Setting.OfModel(Fields.text(request, "model"));
            default -> new Setting.OfThinking(Fields.text(Fields.object(request, "settings"), "effortLevel"));
        };
        if (!answer.ok()) {
            return new AgentEvent.SettingRefused(setting, answer.error());
        }
        switch (setting) {
            case Setting.OfMode asked -> mode = Optional.of(asked.id());
            case Setting.OfModel asked -> model = Fields.text(answer.response(), "model").or(() -> introduction.resolve(asked.id()));
            case Setting.OfThinking _, Setting.OfFeature _ -> {
                // Nothing else that the CLI reports depends on them.
            }
        }
        return new AgentEvent.SettingChanged(setting);
    }

    JsonObject save() {
        JsonObjectBuilder saved = Fields.JSON.createObjectBuilder().add("ready", ready).add("introduction", introduction.save())
                .add("window", usage.save());
        sessionId.ifPresent(id -> saved.add("session", id));
        model.ifPresent(id -> saved.add("model", id));
        mode.ifPresent(id -> saved.add("mode", id));
        return saved.build();
    }

    void load(JsonObject saved) {
        ready = Fields.isTrue(saved, "ready");
        introduction = Introduction.of(Fields.object(saved, "introduction"));
        usage.load(Fields.number(saved, "window").orElse(-1));
        sessionId = Fields.text(saved, "session").or(() -> sessionId);
        model = Fields.text(saved, "model");
        mode = Fields.text(saved, "mode");
    }
}
