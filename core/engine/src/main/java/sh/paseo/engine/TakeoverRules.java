package sh.paseo.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent.Outcome;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.PermissionRequest;
import sh.paseo.api.agent.Send;
import sh.paseo.api.agent.TimelineItem;

/**
 * How a daemon goes on with what an earlier one left.
 *
 * <pre>
 *  loaded, process lives  -> REATTACHING --replayed--> OPEN (or OPENING, if it was being greeted)
 *  loaded, process is dead -> READING_OUT --replayed, exit--> ABSENT: its turn ends as the journal says, or as interrupted
 *  loaded, no process     -> ABSENT: a running turn is shown as interrupted, or begun if it never reached the agent
 * </pre>
 *
 * Prompts that were accepted and not begun follow in each case.
 */
final class TakeoverRules {
    private static final String ENDED_ALONE = "The agent ended while no daemon ran; this turn was interrupted.";
    private static final String ENDED_TOGETHER = "The daemon ended while the agent was at work; this turn was interrupted.";

    private TakeoverRules() {}

    static void loaded(Draft draft, Input.Loaded loaded) {
        List<Live.Queued> queue = new ArrayList<>();
        for (QueuedPrompt kept : loaded.prompts()) {
            Live.Queued prompt = new Live.Queued(0, kept.turn(), kept.prompt(), Optional.empty(), false);
            if (draft.activity().turn().equals(Optional.of(kept.turn()))) {
                draft.live(draft.live().withRunning(Optional.of(prompt)));
            } else {
                queue.add(prompt);
            }
        }
        draft.live(draft.live().withQueue(queue));
        if (loaded.process().isPresent()) {
            LeftProcess process = loaded.process().get();
            draft.live(draft.live().next(process.alive() ? Live.Phase.REATTACHING : Live.Phase.READING_OUT));
            draft.act(new Effect.Reattach(draft.live().session(), process));
        } else {
            alone(draft, loaded.redrive());
        }
    }

    private static void alone(Draft draft, boolean redrive) {
        Optional<Live.Queued> running = draft.live().running();
        if (redrive && running.isPresent()) {
            again(draft, running.get());
        } else {
            interrupted(draft, ENDED_TOGETHER);
        }
        if (!draft.live().queue().isEmpty()) {
            AgentRules.open(draft);
            draft.changed();
        } else if (draft.activity().busy()) {
            draft.activity(draft.activity().with(Lifecycle.IDLE));
            draft.changed();
        }
    }

    /** The running turn goes back to the head of the queue, as if it had not begun. */
    private static void again(Draft draft, Live.Queued prompt) {
        List<Live.Queued> queue = new ArrayList<>(draft.live().queue());
        queue.addFirst(prompt);
        draft.live(draft.live().withRunning(Optional.empty()).withQueue(queue));
        List<PermissionRequest> open = draft.activity().permissions();
        draft.activity(draft.activity().withTurn(Optional.empty()).withAnswers(List.of()));
        open.forEach(request -> AgentRules.resolve(draft, request,
                new PermissionAnswer.Deny(Optional.of("The agent was started again"), false)));
    }

    private static void interrupted(Draft draft, String reason) {
        if (draft.activity().turn().isPresent()) {
            draft.append(new TimelineItem.Notice(reason), Optional.empty());
            TurnRules.end(draft, draft.activity().turn().get(), new Outcome.Interrupted(reason));
        }
    }

    /** What its user wanted of the agent, and it may not have heard, is said again. */
    static void reattached(Draft draft, Input.Reattached reattached) {
        if (reattached.session() != draft.live().session() || !draft.live().takesOver()) {
            return;
        }
        draft.live(draft.live().in(reattached.ready() ? Live.Phase.OPEN : Live.Phase.OPENING));
        if (!reattached.ready()) {
            return;
        }
        draft.activity().answers().forEach(given -> draft.act(new Effect.Answer(given.permission(), given.answer())));
        Optional<TurnId> turn = draft.activity().turn();
        if (turn.isEmpty()) {
            if (draft.live().queue().isEmpty() && draft.activity().busy()) {
                draft.activity(draft.activity().with(Lifecycle.IDLE));
                draft.changed();
            }
            TurnRules.next(draft);
            return;
        }
        draft.live().running().filter(prompt -> !reattached.begun().contains(prompt.turn()))
                .ifPresent(prompt -> draft.act(new Effect.Drive(prompt.turn(), prompt.prompt(), Optional.empty())));
        if (!draft.live().queue().isEmpty()) {
            TurnRules.interrupt(draft);
        }
    }

    static void promptInDoubt(Draft draft, Input.PromptInDoubt doubt) {
        draft.live().running().filter(prompt -> prompt.turn().equals(doubt.turn()))
                .ifPresent(prompt -> goOn(draft, doubt.session(), prompt, doubt.doubt()));
    }

    static void nothingSentSince(Draft draft, long session, Optional<TurnId> begun) {
        draft.live().running().filter(prompt -> !begun.equals(Optional.of(prompt.turn())))
                .ifPresent(prompt -> goOn(draft, session, prompt, Optional.empty()));
    }

    private static void goOn(Draft draft, long session, Live.Queued prompt, Optional<Send> doubt) {
        if (session != draft.live().session() || draft.live().phase() == Live.Phase.ABSENT) {
            return;
        }
        if (prompt.again() || draft.live().interruptBy().isPresent()) {
            return; // An agent that dies of it twice would die of it for ever.
        }
        again(draft, new Live.Queued(0, prompt.turn(), prompt.prompt(), doubt, true));
        EventRules.closeSession(draft, "gone on with in a new process");
        AgentRules.open(draft);
        draft.changed();
    }

    /** The session of a process that was found dead has read its last words. */
    static void ranOut(Draft draft, String reason) {
        EventRules.closeSession(draft, reason);
        interrupted(draft, ENDED_ALONE);
        if (!draft.live().queue().isEmpty()) {
            AgentRules.open(draft);
            draft.changed();
        } else if (draft.activity().busy()) {
            draft.activity(draft.activity().with(Lifecycle.IDLE));
            draft.changed();
        }
    }
}
