package sh.paseo.engine;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.PermissionRequest;

/**
 * What an input means for an agent: a pure function, without threads, clocks or I/O. Turns are {@link TurnRules}' part, events
 * of the session {@link EventRules}'.
 */
final class AgentRules {
    private AgentRules() {}

    static Step reduce(AgentState state, Live live, Input input, Instant now, long nanos) {
        Draft draft = new Draft(state, live, now, nanos);
        switch (input) {
            case Input.Created created -> create(draft, created);
            case Input.Prompted prompted -> TurnRules.prompt(draft, prompted);
            case Input.Canceled canceled -> TurnRules.cancel(draft, canceled.ticket());
            case Input.Answered answered -> answer(draft, answered);
            case Input.Selected selected -> SettingRules.select(draft, selected);
            case Input.Renamed renamed -> rename(draft, renamed);
            case Input.AttentionCleared cleared -> clearAttention(draft, cleared.ticket());
            case Input.Archived archived -> archive(draft, archived.ticket());
            case Input.Reloaded reloaded -> reload(draft, reloaded.ticket());
            case Input.Closed closed -> close(draft, closed);
            case Input.Awaited awaited ->
                draft.live(draft.live().withUntilSettled(Live.plus(draft.live().untilSettled(), awaited.ticket())));
            case Input.AwaitEnded ended -> forget(draft, ended.ticket());
            case Input.OpenFailed failed -> EventRules.openFailed(draft, failed);
            case Input.Emitted emitted -> EventRules.emitted(draft, emitted);
            case Input.SendBegun begun -> begin(draft, begun);
            case Input.SendDone done -> draft.output(new Output.Finish(done.number()));
            case Input.SendLost lost -> writeAgain(draft, lost);
            case Input.Ticked ticked -> TurnRules.tick(draft);
            case Input.Idled idled -> rest(draft);
            case Input.Loaded loaded -> TakeoverRules.loaded(draft, loaded);
            case Input.Reattached reattached -> TakeoverRules.reattached(draft, reattached);
            case Input.PromptInDoubt doubt -> TakeoverRules.promptInDoubt(draft, doubt);
            case Input.NothingSentSince(long session, var begun) -> TakeoverRules.nothingSentSince(draft, session, begun);
            case Input.Overrun overrun -> TurnRules.overrun(draft, overrun);
            case Input.Flushed flushed -> draft.reply(flushed.ticket());
        }
        settle(draft);
        noteIdleness(draft);
        return draft.step();
    }

    private static void create(Draft draft, Input.Created created) {
        draft.live(draft.live().withUntilReady(List.of(created.ticket())));
        draft.output(new Output.Accept(Optional.empty(), created.request()));
        if (created.prompt().isPresent()) {
            TurnRules.prompt(draft, created.prompt().get());
        } else {
            open(draft);
            draft.changed();
        }
    }

    /** Opens a session unless there is one. A conversation that a prompt goes on with is at work from its user's point of view. */
    static void open(Draft draft) {
        if (draft.live().phase() == Live.Phase.ABSENT) {
            boolean goesOn = draft.state().conversation().token().isPresent() && !draft.live().queue().isEmpty();
            draft.live(draft.live().next(Live.Phase.OPENING));
            draft.activity(draft.activity().with(goesOn ? Lifecycle.RUNNING : Lifecycle.INITIALIZING));
            draft.act(new Effect.Open(draft.live().session()));
        }
    }

    /** Ends the session of an agent that has nothing to do. Its user sees nothing of it: the next prompt opens another. */
    private static void rest(Draft draft) {
        if (draft.live().deadlines().idleSince().isPresent() && draft.state().conversation().token().isPresent()) {
            draft.live(draft.live().in(Live.Phase.ABSENT));
            draft.act(new Effect.Close());
        }
    }

    private static void noteIdleness(Draft draft) {
        Live live = draft.live();
        boolean idle = live.phase() == Live.Phase.OPEN && draft.activity().turn().isEmpty() && live.queue().isEmpty()
                && live.settings().isEmpty();
        if (idle != live.deadlines().idleSince().isPresent()) {
            draft.live(live.idleSince(idle ? OptionalLong.of(draft.nanos()) : OptionalLong.empty()));
        }
    }

    private static void answer(Draft draft, Input.Answered answered) {
        if (draft.activity().answers().contains(new GivenAnswer(answered.permission(), answered.answer()))) {
            draft.reply(answered.ticket());
            return;
        }
        Optional<PermissionRequest> asked = draft.activity().permission(answered.permission());
        if (asked.isEmpty()) {
            draft.refuse(answered.ticket(), EngineException.Code.NOT_FOUND,
                    "No pending permission request \"" + answered.permission() + "\": it was answered before or withdrawn");
            return;
        }
        draft.activity(draft.activity().withAnswers(
                Live.plus(draft.activity().answers(), new GivenAnswer(answered.permission(), answered.answer()))));
        resolve(draft, asked.get(), answered.answer());
        draft.act(new Effect.Answer(answered.permission(), answered.answer()));
        draft.reply(answered.ticket());
    }

    /** Takes a question off the list and says so; the state comes before the resolution, as clients expect. */
    static void resolve(Draft draft, PermissionRequest request, PermissionAnswer answer) {
        draft.activity(draft.activity().withPermissions(draft.activity().permissions().stream().filter(p -> !p.equals(request)).toList()));
        draft.changed();
        draft.announce(new Announcement.PermissionResolved(draft.now(), request.id(), answer));
    }

    private static void rename(Draft draft, Input.Renamed renamed) {
        Profile profile = draft.state().profile();
        if (renamed.title().isPresent()) {
            profile = profile.withTitle(renamed.title().get(), true);
        }
        Map<String, String> labels = new HashMap<>(profile.labels());
        labels.putAll(renamed.labels());
        draft.state(draft.state().with(profile.withLabels(labels)));
        draft.changed();
        draft.reply(renamed.ticket());
    }

    private static void clearAttention(Draft draft, long ticket) {
        if (draft.activity().attention().isPresent()) {
            draft.activity(draft.activity().withAttention(Optional.empty()));
            draft.changed();
        }
        draft.reply(ticket);
    }

    private static void archive(Draft draft, long ticket) {
        if (draft.activity().times().archivedAt().isEmpty()) {
            endSession(draft, "archived");
            Activity activity = draft.activity().with(Lifecycle.IDLE).withAttention(Optional.empty());
            draft.activity(activity.with(activity.times().archived(Optional.of(draft.now()))));
            draft.changed();
        }
        draft.reply(ticket);
    }

    private static void reload(Draft draft, long ticket) {
        endSession(draft, "reloaded");
        draft.activity(draft.activity().with(draft.activity().times().archived(Optional.empty())));
        draft.live(draft.live().withUntilReady(Live.plus(draft.live().untilReady(), ticket)));
        open(draft);
        draft.changed();
    }

    private static void close(Draft draft, Input.Closed closed) {
        endSession(draft, closed.reason());
        draft.reply(closed.ticket());
    }

    /** Stops what runs, drops what waits and ends the session. */
    private static void endSession(Draft draft, String reason) {
        TurnRules.dropQueue(draft, reason);
        TurnRules.abandon(draft, reason);
        draft.live().untilReady()
                .forEach(waiting -> draft.refuse(waiting, EngineException.Code.CLOSED, "The agent was " + reason + " before it was ready"));
        SettingRules.refuseAll(draft, "The agent was " + reason);
        if (draft.live().phase() != Live.Phase.ABSENT) {
            draft.act(new Effect.Close());
        }
        if (draft.activity().busy()) {
            draft.activity(draft.activity().with(Lifecycle.IDLE));
        }
        draft.live(draft.live().in(Live.Phase.ABSENT).withUntilReady(List.of()));
    }

    private static void begin(Draft draft, Input.SendBegun begun) {
        if (begun.session() != draft.live().session()) {
            return;
        }
        long number = begun.send().send().number();
        draft.state(draft.state().with(draft.state().progress().withSend(number)));
        draft.output(new Output.Begin(begun.send()));
        draft.act(new Effect.Write(begun.send().send()));
    }

    private static void writeAgain(Draft draft, Input.SendLost lost) {
        if (lost.session() == draft.live().session()) {
            draft.act(new Effect.Write(lost.send()));
        }
    }

    private static void forget(Draft draft, long ticket) {
        draft.live(draft.live().withUntilSettled(draft.live().untilSettled().stream().filter(t -> t != ticket).toList()));
        draft.reply(ticket);
    }

    /** Replies to those who wait until the agent needs its user or is done. */
    private static void settle(Draft draft) {
        boolean settled = !draft.activity().permissions().isEmpty() || !draft.activity().busy() && draft.live().queue().isEmpty();
        if (settled && !draft.live().untilSettled().isEmpty()) {
            draft.live().untilSettled().forEach(draft::reply);
            draft.live(draft.live().withUntilSettled(List.of()));
        }
    }
}
