package sh.paseo.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent.Outcome;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.PermissionRequest;
import sh.paseo.api.agent.TimelineItem;

/**
 * How turns begin and end.
 *
 * <pre>
 *  prompt -> queue -> (session ready, no turn) -> running -> ended
 *                 \__ a turn runs: it is interrupted, the prompt follows it
 * </pre>
 */
final class TurnRules {
    /** How long an agent may take to end a turn it was asked to interrupt, before we call it ended. */
    static final Duration INTERRUPT_GRACE = Duration.ofSeconds(5);

    private static final int TITLE_LENGTH = 60;

    private TurnRules() {}

    static void prompt(Draft draft, Input.Prompted prompted) {
        draft.append(new TimelineItem.UserMessage(prompted.prompt().text(), prompted.messageId()), Optional.empty());
        draft.output(new Output.Accept(prompted.messageId(), prompted.request()));
        Activity activity = draft.activity();
        draft.activity(activity.with(activity.times().prompted(draft.now()).archived(Optional.empty())).withError(Optional.empty()));
        if (draft.state().profile().title().isEmpty()) {
            title(prompted.prompt().text()).ifPresent(t -> draft.state(draft.state().with(draft.state().profile().withTitle(t, false))));
        }
        draft.live(draft.live().withQueue(
                Live.plus(draft.live().queue(),
                        new Live.Queued(prompted.ticket(), prompted.turn(), prompted.prompt(), Optional.empty(), false))));
        draft.output(new Output.Keep(new QueuedPrompt(prompted.turn(), prompted.prompt())));
        if (draft.activity().turn().isPresent()) {
            interrupt(draft);
            draft.changed();
        } else if (draft.live().phase() == Live.Phase.OPEN) {
            next(draft);
        } else {
            AgentRules.open(draft);
            draft.changed();
        }
    }

    /** The first line of a prompt, short enough to be a title. */
    private static Optional<String> title(String text) {
        return text.lines().map(line -> line.strip().replaceAll("\\s+", " ")).filter(line -> !line.isEmpty()).findFirst()
                .map(line -> line.substring(0, line.offsetByCodePoints(0, Math.min(TITLE_LENGTH, line.codePointCount(0, line.length())))));
    }

    /** Starts the oldest queued prompt if nothing runs. */
    static void next(Draft draft) {
        List<Live.Queued> queue = draft.live().queue();
        if (queue.isEmpty() || draft.activity().turn().isPresent() || draft.live().phase() != Live.Phase.OPEN) {
            return;
        }
        Live.Queued head = queue.getFirst();
        draft.live(draft.live().withQueue(queue.subList(1, queue.size())).withRunning(Optional.of(head)));
        begin(draft, head.turn());
        draft.act(new Effect.Drive(head.turn(), head.prompt(), head.doubt()));
        draft.reply(head.ticket());
    }

    static void begin(Draft draft, TurnId turn) {
        draft.activity(draft.activity().with(Lifecycle.RUNNING).withTurn(Optional.of(turn)).withError(Optional.empty()));
        draft.announce(new Announcement.TurnStarted(draft.now()));
        draft.changed();
    }

    static void cancel(Draft draft, long ticket) {
        dropQueue(draft, "interrupted");
        if (draft.activity().turn().isEmpty()) {
            draft.reply(ticket);
            return;
        }
        draft.live(draft.live().withUntilTurnEnd(Live.plus(draft.live().untilTurnEnd(), ticket)));
        interrupt(draft);
    }

    static void interrupt(Draft draft) {
        if (draft.live().interruptBy().isEmpty()) {
            draft.live(draft.live().interruptBy(draft.nanos() + INTERRUPT_GRACE.toNanos()));
            draft.act(new Effect.Interrupt(draft.activity().turn().orElseThrow()));
        }
    }

    /** Prompts that were accepted and will not run: the timeline says so. */
    static void dropQueue(Draft draft, String reason) {
        for (Live.Queued queued : draft.live().queue()) {
            draft.append(new TimelineItem.Notice("The prompt did not run: " + reason), Optional.empty());
            draft.announce(new Announcement.TurnCanceled(draft.now(), reason));
            draft.output(new Output.Over(queued.turn()));
            draft.reply(queued.ticket());
        }
        draft.live(draft.live().withQueue(List.of()));
    }

    static void tick(Draft draft) {
        if (draft.live().interruptBy().isPresent() && draft.nanos() - draft.live().interruptBy().getAsLong() >= 0) {
            abandon(draft, "interrupted");
        }
    }

    /** Nothing slows the agent down, so it is interrupted; one that goes on writing without a turn is ended. */
    static void overrun(Draft draft, Input.Overrun overrun) {
        if (overrun.session() != draft.live().session() || draft.live().phase() == Live.Phase.ABSENT) {
            return;
        }
        if (draft.activity().turn().isEmpty()) {
            EventRules.closeSession(draft, overrun.reason());
        } else if (draft.live().interruptBy().isEmpty()) {
            draft.append(new TimelineItem.Notice(overrun.reason()), Optional.empty());
            interrupt(draft);
        }
    }

    /** Calls the running turn ended, whatever the agent still does about it. */
    static void abandon(Draft draft, String reason) {
        draft.activity().turn().ifPresent(turn -> end(draft, turn, new Outcome.Interrupted(reason)));
    }

    static void end(Draft draft, TurnId turn, Outcome outcome) {
        draft.live(draft.live().finished(turn));
        draft.output(new Output.Over(turn));
        List<PermissionRequest> open = draft.activity().permissions();
        draft.activity(draft.activity().withTurn(Optional.empty()).withAnswers(List.of()));
        String why = outcome instanceof Outcome.Failed ? "Turn failed" : "Interrupted";
        open.forEach(request -> AgentRules.resolve(draft, request, new PermissionAnswer.Deny(Optional.of(why), false)));
        Lifecycle after = switch (outcome) {
            case Outcome.Completed() -> {
                draft.announce(new Announcement.TurnCompleted(draft.now(), draft.state().conversation().usage()));
                yield Lifecycle.IDLE;
            }
            case Outcome.Interrupted(String reason) -> {
                draft.announce(new Announcement.TurnCanceled(draft.now(), reason));
                yield Lifecycle.IDLE;
            }
            case Outcome.Failed failed -> {
                draft.append(new TimelineItem.Notice(failed.message()), Optional.empty());
                draft.announce(new Announcement.TurnFailed(draft.now(), failed.message(), failed.code(), failed.diagnostic()));
                draft.activity(draft.activity().withError(Optional.of(failed.message())));
                yield Lifecycle.ERROR;
            }
        };
        draft.activity(draft.activity().with(after));
        draft.live().untilTurnEnd().forEach(draft::reply);
        draft.live(draft.live().withUntilTurnEnd(List.of()));
        if (draft.live().queue().isEmpty()) {
            attention(draft, after == Lifecycle.ERROR ? Activity.Attention.Reason.ERROR : Activity.Attention.Reason.FINISHED);
            draft.changed();
        } else {
            next(draft);
        }
    }

    private static void attention(Draft draft, Activity.Attention.Reason reason) {
        if (draft.activity().attention().isEmpty()) {
            Activity.Attention attention = new Activity.Attention(reason, draft.now());
            draft.activity(draft.activity().withAttention(Optional.of(attention)));
            draft.announce(new Announcement.AttentionRequired(attention));
        }
    }
}
