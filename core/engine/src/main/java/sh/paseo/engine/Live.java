package sh.paseo.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.Setting;

/**
 * What an agent's writer knows beside the stored state; gone when the daemon ends.
 *
 * @param session          number of the newest session; events of older ones are dropped
 * @param queue            prompts accepted but not started, oldest first
 * @param settings         settings asked of the session and not answered yet
 * @param finished         the newest turns that are over, so that late events are known as such
 * @param interruptBy      until when the running turn must have ended, in nanoseconds of the injected ticker
 * @param untilReady       who waits for the session to be ready
 * @param untilTurnEnd     who waits for the running turn to end
 * @param untilSettled     who waits until the agent needs its user or is done
 */
record Live(Phase phase, long session, List<Queued> queue, List<PendingSetting> settings, List<TurnId> finished,
        OptionalLong interruptBy, List<Long> untilReady, List<Long> untilTurnEnd, List<Long> untilSettled) {
    private static final int FINISHED_KEPT = 50;

    /** Whether there is a session. */
    enum Phase {
        ABSENT,
        OPENING,
        OPEN
    }

    /** A prompt that waits for its turn. */
    record Queued(long ticket, TurnId turn, Prompt prompt) {}

    /** A setting that waits for the session's answer. */
    record PendingSetting(long ticket, Setting setting) {}

    static final Live NONE = new Live(Phase.ABSENT, 0, List.of(), List.of(), List.of(), OptionalLong.empty(), List.of(), List.of(),
            List.of());

    Live in(Phase next) {
        return new Live(next, session, queue, settings, finished, interruptBy, untilReady, untilTurnEnd, untilSettled);
    }

    Live opening() {
        return new Live(Phase.OPENING, session + 1, queue, settings, finished, interruptBy, untilReady, untilTurnEnd, untilSettled);
    }

    Live withQueue(List<Queued> next) {
        return new Live(phase, session, List.copyOf(next), settings, finished, interruptBy, untilReady, untilTurnEnd, untilSettled);
    }

    Live withSettings(List<PendingSetting> next) {
        return new Live(phase, session, queue, List.copyOf(next), finished, interruptBy, untilReady, untilTurnEnd, untilSettled);
    }

    Live finished(TurnId turn) {
        List<TurnId> kept = plus(finished, turn);
        kept = kept.subList(Math.max(0, kept.size() - FINISHED_KEPT), kept.size());
        return new Live(phase, session, queue, settings, List.copyOf(kept), OptionalLong.empty(), untilReady, untilTurnEnd, untilSettled);
    }

    Live interruptBy(long nanos) {
        return new Live(phase, session, queue, settings, finished, OptionalLong.of(nanos), untilReady, untilTurnEnd, untilSettled);
    }

    Live withUntilReady(List<Long> next) {
        return new Live(phase, session, queue, settings, finished, interruptBy, List.copyOf(next), untilTurnEnd, untilSettled);
    }

    Live withUntilTurnEnd(List<Long> next) {
        return new Live(phase, session, queue, settings, finished, interruptBy, untilReady, List.copyOf(next), untilSettled);
    }

    Live withUntilSettled(List<Long> next) {
        return new Live(phase, session, queue, settings, finished, interruptBy, untilReady, untilTurnEnd, List.copyOf(next));
    }

    static <T> List<T> plus(List<T> list, T element) {
        List<T> longer = new ArrayList<>(list);
        longer.add(element);
        return longer;
    }
}
