package sh.paseo.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.Send;
import sh.paseo.api.agent.Setting;

/**
 * What an agent's writer knows beside the stored state; gone when the daemon ends.
 *
 * @param phase     whether there is a session
 * @param session   number of the newest session; events of older ones are dropped
 * @param running   the prompt of the running turn, if the user gave it
 * @param queue     prompts accepted but not started, oldest first
 * @param settings  settings asked of the session and not answered yet
 * @param finished  the newest turns that are over, so that late events are known as such
 * @param deadlines in nanoseconds of the injected ticker
 * @param waits     tickets of those who wait
 */
record Live(Phase phase, long session, Optional<Queued> running, List<Queued> queue, List<PendingSetting> settings, List<TurnId> finished,
        Deadlines deadlines, Waits waits) {
    private static final int FINISHED_KEPT = 50;

    /** Whether there is a session. */
    enum Phase {
        ABSENT,
        /** A process of an earlier daemon is taken over; what it said until then is replayed. */
        REATTACHING,
        /** The same with a process that has ended meanwhile. */
        READING_OUT,
        OPENING,
        OPEN
    }

    /**
     * A prompt that waits for its turn.
     *
     * @param doubt the line that may have brought it to the agent already, which the session must find out before it is sent again
     * @param again whether an agent died that had been sent it
     */
    record Queued(long ticket, TurnId turn, Prompt prompt, Optional<Send> doubt, boolean again) {}

    /** A setting that waits for the session's answer. */
    record PendingSetting(long ticket, Setting setting) {}

    /**
     * When something is due.
     *
     * @param interruptBy until when the running turn must have ended
     * @param idleSince   since when the session has had nothing to do
     */
    record Deadlines(OptionalLong interruptBy, OptionalLong idleSince) {
        static final Deadlines NONE = new Deadlines(OptionalLong.empty(), OptionalLong.empty());
    }

    /**
     * Who waits.
     *
     * @param ready   for the session to be ready
     * @param turnEnd for the running turn to end
     * @param settled until the agent needs its user or is done
     */
    record Waits(List<Long> ready, List<Long> turnEnd, List<Long> settled) {
        static final Waits NONE = new Waits(List.of(), List.of(), List.of());
    }

    static final Live NONE = new Live(Phase.ABSENT, 0, Optional.empty(), List.of(), List.of(), List.of(), Deadlines.NONE, Waits.NONE);

    boolean takesOver() {
        return phase == Phase.REATTACHING || phase == Phase.READING_OUT;
    }

    OptionalLong interruptBy() {
        return deadlines.interruptBy();
    }

    List<Long> untilReady() {
        return waits.ready();
    }

    List<Long> untilTurnEnd() {
        return waits.turnEnd();
    }

    List<Long> untilSettled() {
        return waits.settled();
    }

    Live in(Phase next) {
        return new Live(next, session, running, queue, settings, finished, deadlines, waits);
    }

    /** A new session in its first phase. */
    Live next(Phase first) {
        return new Live(first, session + 1, running, queue, settings, finished, deadlines, waits);
    }

    Live withRunning(Optional<Queued> next) {
        return new Live(phase, session, next, queue, settings, finished, deadlines, waits);
    }

    Live withQueue(List<Queued> next) {
        return new Live(phase, session, running, List.copyOf(next), settings, finished, deadlines, waits);
    }

    Live withSettings(List<PendingSetting> next) {
        return new Live(phase, session, running, queue, List.copyOf(next), finished, deadlines, waits);
    }

    /** The turn is over, and with it all that was due of it. */
    Live finished(TurnId turn) {
        List<TurnId> kept = plus(finished, turn);
        kept = kept.subList(Math.max(0, kept.size() - FINISHED_KEPT), kept.size());
        return new Live(phase, session, Optional.empty(), queue, settings, List.copyOf(kept),
                new Deadlines(OptionalLong.empty(), deadlines.idleSince()), waits);
    }

    Live interruptBy(long nanos) {
        return with(new Deadlines(OptionalLong.of(nanos), deadlines.idleSince()));
    }

    Live idleSince(OptionalLong nanos) {
        return with(new Deadlines(deadlines.interruptBy(), nanos));
    }

    private Live with(Deadlines next) {
        return new Live(phase, session, running, queue, settings, finished, next, waits);
    }

    Live withUntilReady(List<Long> next) {
        return with(new Waits(List.copyOf(next), waits.turnEnd(), waits.settled()));
    }

    Live withUntilTurnEnd(List<Long> next) {
        return with(new Waits(waits.ready(), List.copyOf(next), waits.settled()));
    }

    Live withUntilSettled(List<Long> next) {
        return with(new Waits(waits.ready(), waits.turnEnd(), List.copyOf(next)));
    }

    private Live with(Waits next) {
        return new Live(phase, session, running, queue, settings, finished, deadlines, next);
    }

    static <T> List<T> plus(List<T> list, T element) {
        List<T> longer = new ArrayList<>(list);
        longer.add(element);
        return longer;
    }
}
