package sh.paseo.engine;

import java.util.List;
import java.util.Optional;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.AgentEvent.Outcome;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.TimelineItem;

/** What a session's events mean. Events of an earlier session or of a turn that is over are dropped. */
final class EventRules {
    private EventRules() {}

    static void emitted(Draft draft, Input.Emitted emitted) {
        if (emitted.session() != draft.live().session() || draft.live().phase() == Live.Phase.ABSENT) {
            return;
        }
        emitted.events().forEach(event -> event(draft, event));
        emitted.position().ifPresent(position -> draft.state(draft.state().with(draft.state().progress().at(position))));
        emitted.checkpoint().ifPresent(checkpoint -> draft.output(new Output.Save(checkpoint)));
    }

    private static void event(Draft draft, AgentEvent event) {
        switch (event) {
            case AgentEvent.SessionReady ready -> ready(draft, ready);
            case AgentEvent.TurnStarted(TurnId turn) -> turnStarted(draft, turn);
            case AgentEvent.Item item -> {
                if (runs(draft, item.turn())) {
                    draft.append(item.item(), item.key());
                }
            }
            case AgentEvent.PermissionAsked asked -> asked(draft, asked);
            case AgentEvent.PermissionWithdrawn(var id) -> draft.activity().permission(id)
                    .ifPresent(p -> AgentRules.resolve(draft, p, new PermissionAnswer.Deny(Optional.of("Withdrawn"), false)));
            case AgentEvent.SettingChanged(var setting) -> SettingRules.changed(draft, setting);
            case AgentEvent.SettingRefused(var setting, String reason) -> SettingRules.refused(draft, setting, reason);
            case AgentEvent.UsageReported(var usage) -> {
                draft.state(draft.state().with(draft.state().conversation().with(usage)));
                draft.changed();
            }
            case AgentEvent.TurnEnded(TurnId turn, Outcome outcome) -> {
                if (runs(draft, turn)) {
                    TurnRules.end(draft, turn, outcome);
                }
            }
            case AgentEvent.SessionLost(String reason) -> lost(draft, reason);
        }
    }

    private static boolean runs(Draft draft, TurnId turn) {
        return draft.activity().turn().filter(turn::equals).isPresent();
    }

    private static void ready(Draft draft, AgentEvent.SessionReady ready) {
        if (draft.live().phase() != Live.Phase.OPENING && draft.live().phase() != Live.Phase.READING_OUT) {
            return;
        }
        Conversation old = draft.state().conversation();
        draft.state(draft.state().with(new Conversation(ready.token().or(old::token), ready.model(), ready.mode(), old.usage())));
        if (draft.live().phase() == Live.Phase.READING_OUT) {
            return;
        }
        draft.live(draft.live().in(Live.Phase.OPEN));
        draft.activity(draft.activity().with(Lifecycle.IDLE));
        if (draft.live().queue().isEmpty()) {
            draft.changed();
        } else {
            TurnRules.next(draft);
        }
        draft.live().untilReady().forEach(draft::reply);
        draft.live(draft.live().withUntilReady(List.of()));
    }

    private static void turnStarted(Draft draft, TurnId turn) {
        boolean known = runs(draft, turn) || draft.live().finished().contains(turn);
        if (!known && draft.activity().turn().isEmpty()) {
            TurnRules.begin(draft, turn);
        }
    }

    private static void asked(Draft draft, AgentEvent.PermissionAsked asked) {
        if (!runs(draft, asked.turn()) || draft.activity().permission(asked.request().id()).isPresent()) {
            return;
        }
        boolean first = draft.activity().permissions().isEmpty();
        draft.activity(draft.activity().withPermissions(Live.plus(draft.activity().permissions(), asked.request())));
        draft.changed();
        draft.announce(new Announcement.PermissionRequested(draft.now(), asked.request()));
        if (first) {
            draft.announce(new Announcement.AttentionRequired(
                    new Activity.Attention(Activity.Attention.Reason.PERMISSION, draft.now())));
        }
    }

    private static void lost(Draft draft, String reason) {
        if (draft.live().phase() == Live.Phase.OPENING) {
            failedToOpen(draft, reason);
            return;
        }
        if (draft.live().phase() == Live.Phase.READING_OUT) {
            TakeoverRules.ranOut(draft, reason);
            return;
        }
        closeSession(draft, reason);
        boolean interrupted = draft.live().interruptBy().isPresent();
        Outcome outcome = interrupted ? new Outcome.Interrupted("interrupted") : Outcome.Failed.of(reason);
        draft.activity().turn().ifPresent(turn -> TurnRules.end(draft, turn, outcome));
        if (!draft.live().queue().isEmpty()) {
            AgentRules.open(draft);
            draft.changed();
        }
    }

    static void openFailed(Draft draft, Input.OpenFailed failed) {
        if (failed.session() != draft.live().session()) {
            return;
        }
        if (draft.live().phase() == Live.Phase.OPENING) {
            failedToOpen(draft, failed.reason());
        } else if (draft.live().takesOver()) {
            lost(draft, failed.reason());
        }
    }

    private static void failedToOpen(Draft draft, String reason) {
        closeSession(draft, reason);
        draft.live().queue().forEach(queued -> {
            draft.refuse(queued.ticket(), EngineException.Code.FAILED, reason);
            draft.output(new Output.Over(queued.turn()));
        });
        draft.live().untilReady().forEach(ticket -> draft.refuse(ticket, EngineException.Code.FAILED, reason));
        boolean prompted = !draft.live().queue().isEmpty();
        draft.live(draft.live().withQueue(List.of()).withUntilReady(List.of()));
        draft.activity(draft.activity().with(Lifecycle.ERROR).withError(Optional.of(reason)));
        if (prompted) {
            draft.append(new TimelineItem.Notice(reason), Optional.empty());
            draft.announce(new Announcement.TurnFailed(draft.now(), reason, Optional.empty(), Optional.empty()));
        }
        draft.changed();
    }

    static void closeSession(Draft draft, String reason) {
        draft.live(draft.live().in(Live.Phase.ABSENT));
        SettingRules.refuseAll(draft, reason);
        draft.act(new Effect.Close());
    }
}
