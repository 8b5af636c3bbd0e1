package sh.paseo.engine;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.AgentSession;
import sh.paseo.api.agent.Delivery;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.Send;

/**
 * Brings the session of a process that was taken over up to date.
 *
 * <pre>
 *   replaying --all that is stored was shown--> proving --every send is known to have arrived or not--> over
 * </pre>
 *
 * <p><b>Thread</b>: the session's.
 */
final class Takeover {
    /**
     * What is taken over.
     *
     * @param dead        whether the process has ended
     * @param running     the turn that ran
     * @param exactlyOnce whether a prompt that is not known to have arrived may be sent again, after its session was asked
     * @param proofLimit  how long a living agent may take to show that a line arrived
     */
    record Subject(boolean dead, Optional<TurnId> running, boolean exactlyOnce, Duration proofLimit) {}

    /** A pipe takes so much at once or not at all: PIPE_BUF of Linux, bytes. */
    private static final int ATOMIC = 4096;

    private final Subject subject;
    private final Replay replay;
    private final Proof proof = new Proof();
    private final List<Runnable> heldBack = new ArrayList<>();
    private SessionLoop loop;
    private boolean replaying = true;
    private boolean ready;
    private boolean exited;

    Takeover(Subject subject, Replay replay) {
        this.subject = subject;
        this.replay = replay;
    }

    /** Where reading of the journal starts, bytes. */
    long from() {
        return replay.from();
    }

    Optional<JsonObject> checkpoint() {
        return replay.checkpoint();
    }

    /** Whether the last line to the agent may have been written in part. */
    boolean inPart() {
        return replay.unproven(false, Optional.empty()).stream().map(send -> send.send().text())
                .anyMatch(text -> text.getBytes(StandardCharsets.UTF_8).length >= ATOMIC);
    }

    long lastShown() {
        return replay.lastShown();
    }

    void begin(SessionLoop of) {
        loop = of;
        ready = replay.checkpoint().isPresent();
        proof.open(replay.unproven(subject.dead(), subject.running()));
        if (replay.until() <= replay.from()) {
            endReplay();
        }
    }

    /** Keeps a call until the replay is over; false if it is. */
    boolean holdsBack(Runnable call) {
        if (replaying) {
            heldBack.add(call);
        }
        return replaying;
    }

    /** Shows a line that was read before; false if it is new. */
    boolean shown(Line line) {
        proof.line(line);
        if (replaying && line.end() <= replay.until()) {
            replay.before(line.start()).forEach(loop::show);
            ready |= loop.show(replay.process(), line).stream().anyMatch(AgentEvent.SessionReady.class::isInstance);
            if (line.end() == replay.until()) {
                endReplay();
            }
            return true;
        }
        if (replaying) {
            endReplay();
        }
        return false;
    }

    private void endReplay() {
        replay.before(Long.MAX_VALUE).forEach(loop::show);
        replaying = false;
        loop.replayed();
        if (!subject.dead()) {
            goesOn();
        }
        heldBack.forEach(Runnable::run);
        heldBack.clear();
        if (!proof.isEmpty() && !subject.dead()) {
            CompletableFuture.delayedExecutor(subject.proofLimit().toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(() -> loop.soon(session -> giveUp()));
        }
    }

    /** What was stored has been shown; a session whose process is dead goes on with another, or is lost already. */
    void goesOn() {
        loop.tell(new Input.Reattached(loop.number(), ready, replay.begun()));
    }

    /** There will be no more lines. */
    void readOut() {
        if (replaying) {
            endReplay();
        }
    }

    /** Everything that the agent wrote is known. A loss of power may have left less of it than was stored. */
    void caughtUp(AgentSession session) {
        readOut();
        if (!subject.dead()) {
            judge(session).get(Delivery.NO).forEach(lost -> loop.tell(new Input.SendLost(loop.number(), lost.send())));
        }
    }

    private Map<Delivery, List<StoredSend>> judge(AgentSession session) {
        Map<Delivery, List<StoredSend>> found = proof.judge(session);
        found.get(Delivery.YES).stream().filter(arrived -> !arrived.done())
                .forEach(arrived -> loop.tell(new Input.SendDone(loop.number(), arrived.send().number())));
        return found;
    }

    private void giveUp() {
        for (Send unknown : proof.giveUp()) {
            if (subject.exactlyOnce()) {
                inDoubt(unknown, Optional.of(unknown));
            }
            loop.tell(new Input.SendDone(loop.number(), unknown.number()));
        }
    }

    /** The process has ended, as the session has heard, and nothing more of it will prove anything. What was sent to it is settled. */
    void exited(AgentSession session) {
        exited = true;
        Map<Delivery, List<StoredSend>> found = judge(session);
        if (subject.exactlyOnce()) {
            found.get(Delivery.NO).forEach(lost -> inDoubt(lost.send(), Optional.empty()));
            found.get(Delivery.UNKNOWN).forEach(unknown -> inDoubt(unknown.send(), Optional.of(unknown.send())));
        }
        Stream.of(Delivery.NO, Delivery.UNKNOWN).flatMap(delivery -> found.get(delivery).stream()).filter(send -> !send.done())
                .forEach(send -> loop.tell(new Input.SendDone(loop.number(), send.send().number())));
        proof.giveUp();
    }

    private void inDoubt(Send send, Optional<Send> doubt) {
        if (isPrompt(send)) {
            loop.tell(new Input.PromptInDoubt(loop.number(), subject.running().orElseThrow(), doubt));
        }
    }

    private boolean isPrompt(Send send) {
        return subject.running().isPresent() && replay.first(subject.running().get()).equals(Optional.of(send.number()));
    }

    boolean over() {
        return exited || !subject.dead() && !replaying && proof.isEmpty();
    }
}
