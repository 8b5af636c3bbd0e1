package sh.paseo.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentSession;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.Send;

/**
 * Remembers the prompt of the newest turn until the agent shows that it works on it: an agent that dies before that has lost it. Of a
 * process that was taken over it hears what an earlier daemon sent and read too, so that an answer is not taken for the turn's prompt.
 *
 * <p><b>Thread</b>: the session's.
 */
final class PromptWatch {
    /** Of the agent's output, characters; one that has said more knows the prompt. */
    private static final int MOST_KEPT = 64 << 10;

    private final List<Line> since = new ArrayList<>();
    private Optional<TurnId> turn = Optional.empty();
    private Optional<Send> prompt = Optional.empty();
    private int kept;

    /** The first send of a turn brings its prompt. */
    void sent(Send send) {
        if (send.turn().isPresent() && !send.turn().equals(turn)) {
            forget();
            turn = send.turn();
            prompt = Optional.of(send);
        }
    }

    void line(Line line) {
        if (prompt.isPresent()) {
            since.add(line);
            kept += line.text().length();
            if (kept > MOST_KEPT) {
                forget();
            }
        }
    }

    /** The turn is over, or the agent is at work on it. */
    void forget() {
        prompt = Optional.empty();
        since.clear();
        kept = 0;
    }

    /** The process is dead: what that means for prompts it may not have read, told for a session of this number. */
    List<Input> lost(AgentSession session, long number) {
        List<Input> lost = new ArrayList<>();
        prompt.ifPresent(send -> {
            switch (session.delivered(send, List.copyOf(since))) {
                case YES -> {
                    // It was at work on it.
                }
                case NO -> lost.add(new Input.PromptInDoubt(number, turn.orElseThrow(), Optional.empty()));
                case UNKNOWN -> lost.add(new Input.PromptInDoubt(number, turn.orElseThrow(), prompt));
            }
        });
        lost.add(new Input.NothingSentSince(number, turn));
        return lost;
    }
}
