package sh.paseo.engine;

import java.util.List;
import java.util.Optional;
import sh.paseo.api.agent.Setting;

/** How settings change: asked of the session if there is one, else kept for the next. */
final class SettingRules {
    private SettingRules() {}

    static void select(Draft draft, Input.Selected selected) {
        if (draft.live().phase() == Live.Phase.OPEN || draft.live().takesOver()) {
            draft.live(draft.live().withSettings(
                    Live.plus(draft.live().settings(), new Live.PendingSetting(selected.ticket(), selected.setting()))));
            draft.act(new Effect.Select(selected.setting()));
        } else {
            keep(draft, selected.setting());
            draft.changed();
            draft.reply(selected.ticket());
        }
    }

    static void changed(Draft draft, Setting setting) {
        keep(draft, setting);
        Conversation conversation = draft.state().conversation();
        switch (setting) {
            case Setting.OfMode(String id) -> draft.state(draft.state().with(conversation.withMode(Optional.of(id))));
            case Setting.OfModel(Optional<String> id) -> draft.state(draft.state().with(conversation.withModel(id)));
            case Setting.OfThinking ignored -> {
            }
            case Setting.OfFeature ignored -> {
            }
        }
        draft.changed();
        take(draft, setting).ifPresent(pending -> draft.reply(pending.ticket()));
    }

    static void refused(Draft draft, Setting setting, String reason) {
        take(draft, setting).ifPresent(pending -> draft.refuse(pending.ticket(), EngineException.Code.FAILED, reason));
    }

    static void refuseAll(Draft draft, String reason) {
        draft.live().settings().forEach(pending -> draft.refuse(pending.ticket(), EngineException.Code.CLOSED, reason));
        draft.live(draft.live().withSettings(List.of()));
    }

    private static Optional<Live.PendingSetting> take(Draft draft, Setting setting) {
        Optional<Live.PendingSetting> found = draft.live().settings().stream().filter(p -> p.setting().equals(setting)).findFirst();
        found.ifPresent(p -> draft.live(draft.live().withSettings(draft.live().settings().stream().filter(q -> q != p).toList())));
        return found;
    }

    private static void keep(Draft draft, Setting setting) {
        Profile profile = draft.state().profile();
        Profile.Settings now = profile.settings();
        Profile.Settings next = switch (setting) {
            case Setting.OfMode(String id) -> new Profile.Settings(Optional.of(id), now.model(), now.thinking());
            case Setting.OfModel(Optional<String> id) -> new Profile.Settings(now.mode(), id, now.thinking());
            case Setting.OfThinking(Optional<String> id) -> new Profile.Settings(now.mode(), now.model(), id);
            case Setting.OfFeature ignored -> now;
        };
        draft.state(draft.state().with(profile.with(next)));
    }
}
