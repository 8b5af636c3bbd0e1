package sh.paseo.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.AgentSession;
import sh.paseo.api.agent.EventSink;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.Outbox;
import sh.paseo.api.agent.ProcessExit;
import sh.paseo.api.agent.Send;

/**
 * The one thread that calls a plugin's session: lines of the agent, our sends and the user's wishes, one at a time and in one order.
 * So the order of lines and sends, from which a session can be replayed, is the order in which they happened.
 *
 * <p><b>Thread</b>: makes a thread of its own; every method may be called from any thread. A plugin that hangs stalls this loop and so
 * its own agent only. The thread is no virtual one: a few plugins that block in native code would take all cores from everybody.
 */
final class SessionLoop implements ProcessListener, Outbox {
    private static final int MAX_LINES_WAITING = 1_024;

    private final long number;
    private final Consumer<Input> writer;
    private final Optional<PromptWatch> watch;
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final AtomicInteger linesWaiting = new AtomicInteger();
    private volatile Supplier<Optional<String>> process = Optional::empty;
    private volatile Optional<AgentSession> session = Optional.empty();
    private volatile Optional<Takeover> takeover = Optional.empty();
    private volatile boolean ended;
    private volatile boolean closing;

    // The thread's own.
    private final List<Send> sent = new ArrayList<>();
    private long lastSend;
    private long lastShown;
    private Optional<JournalPosition> consumed = Optional.empty();

    /**
     * @param number   names the session in inputs
     * @param lastSend number of the newest line that any session of the agent sent
     * @param writer   takes inputs; blocks while the agent's mailbox is full
     * @param watch    whether a prompt that a dying agent has not read is to be told of
     */
    SessionLoop(String name, long number, long lastSend, Consumer<Input> writer, boolean watch) {
        this.number = number;
        this.lastSend = lastSend;
        this.lastShown = lastSend;
        this.writer = writer;
        this.watch = watch ? Optional.of(new PromptWatch()) : Optional.empty();
        Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    /** Where to learn which process sends go to. */
    void sendsTo(Supplier<Optional<String>> current) {
        process = current;
    }

    private void run() {
        try {
            while (!ended) {
                tasks.take().run();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The session's events that did not come with a line. */
    EventSink events() {
        return event -> tell(new Input.Emitted(number, List.of(event), Optional.empty(), Optional.empty()));
    }

    /** Gives an input to the agent's writer. */
    void tell(Input input) {
        writer.accept(input);
    }

    long number() {
        return number;
    }

    /** Opens the session. Its failure is an input like any other. */
    void open(Opener opener) {
        tasks.add(() -> {
            try {
                session = Optional.of(opener.open());
                if (ended) {
                    // One that was left while it was opened stays: the next daemon takes its process over.
                    if (closing) {
                        closeSession();
                    }
                    return;
                }
                deliverSent();
            } catch (RuntimeException | LinkageError | StackOverflowError failure) {
                takeover = Optional.empty();
                if (!ended) {
                    tell(new Input.OpenFailed(number, Failures.describe(failure)));
                }
            }
        });
    }

    /** Opens the session of a process that is taken over; what is asked of it meanwhile waits until it has been shown the past. */
    void reattach(Supplier<Takeover> reading, Function<Takeover, AgentSession> opener) {
        open(() -> {
            Takeover past = reading.get();
            takeover = Optional.of(past);
            AgentSession opened = opener.apply(past);
            session = Optional.of(opened);
            lastShown = past.lastShown();
            past.begin(this);
            return opened;
        });
    }

    /** Makes the plugin's session. */
    interface Opener {
        AgentSession open();
    }

    /** Calls the session; what it throws is told as the event that {@code onFailure} makes of it. */
    void call(Consumer<AgentSession> call, Function<String, AgentEvent> onFailure) {
        tasks.add(() -> {
            if (takeover.isPresent() && takeover.get().holdsBack(() -> doCall(call, onFailure))) {
                return;
            }
            doCall(call, onFailure);
        });
    }

    private void doCall(Consumer<AgentSession> call, Function<String, AgentEvent> onFailure) {
        session.ifPresent(open -> {
            try {
                call.accept(open);
            } catch (RuntimeException | LinkageError | StackOverflowError failure) {
                events().emit(onFailure.apply(Failures.describe(failure)));
            }
            deliverSent();
        });
    }

    /** Goes on with the takeover later, in its turn. */
    void soon(Consumer<AgentSession> call) {
        tasks.add(() -> guarded(call));
    }

    private void guarded(Consumer<AgentSession> call) {
        try {
            session.ifPresent(call);
        } catch (RuntimeException | LinkageError | StackOverflowError failure) {
            events().emit(new AgentEvent.SessionLost("The agent's plugin failed: " + Failures.describe(failure)));
        }
        takeover = takeover.filter(past -> !past.over());
        deliverSent();
    }

    @Override
    public boolean line(String from, Line line) {
        if (linesWaiting.get() >= MAX_LINES_WAITING) {
            return false;
        }
        linesWaiting.incrementAndGet();
        tasks.add(() -> {
            linesWaiting.decrementAndGet();
            if (takeover.isPresent() && takeover.get().shown(line)) {
                return;
            }
            consumed = Optional.of(new JournalPosition(from, line.end()));
            watch.ifPresent(prompts -> prompts.line(line));
            collect((open, sink) -> open.onLine(line, sink));
            deliverSent();
        });
        return true;
    }

    @Override
    public void caughtUp(String from) {
        takeover.ifPresent(past -> tasks.add(() -> guarded(past::caughtUp)));
    }

    @Override
    public void overrun(String from, String reason) {
        tell(new Input.Overrun(number, reason));
    }

    @Override
    public void exited(String from, ProcessExit exit) {
        tasks.add(() -> {
            Optional<Takeover> past = takeover;
            past.ifPresent(Takeover::readOut);
            List<AgentEvent> events = new ArrayList<>();
            apply((open, sink) -> open.onExit(exit, sink), events);
            past.ifPresent(known -> guarded(known::exited));
            if (events.stream().anyMatch(AgentEvent.SessionLost.class::isInstance)) {
                watch.ifPresent(prompts -> session.ifPresent(lost -> prompts.lost(lost, number).forEach(this::tell)));
            }
            tell(new Input.Emitted(number, events, consumed, checkpoint(events)));
            past.ifPresent(Takeover::goesOn);
            deliverSent();
        });
    }

    private interface Step {
        void apply(AgentSession session, EventSink sink);
    }

    /** Gathers what a call emits into one input that carries the position, so that both are committed together. */
    private void collect(Step step) {
        List<AgentEvent> events = new ArrayList<>();
        apply(step, events);
        tell(new Input.Emitted(number, events, consumed, checkpoint(events)));
    }

    private void apply(Step step, List<AgentEvent> events) {
        session.ifPresent(open -> {
            try {
                step.apply(open, events::add);
            } catch (RuntimeException | LinkageError | StackOverflowError failure) {
                events.add(new AgentEvent.SessionLost("The agent's plugin failed: " + Failures.describe(failure)));
            }
        });
        if (events.stream().anyMatch(AgentEvent.TurnEnded.class::isInstance)) {
            watch.ifPresent(PromptWatch::forget);
        }
    }

    private Optional<Checkpoint> checkpoint(List<AgentEvent> events) {
        if (consumed.isEmpty() || session.isEmpty() || events.stream().noneMatch(AgentEvent.TurnEnded.class::isInstance)) {
            return Optional.empty();
        }
        return session.get().checkpoint().map(state -> new Checkpoint(consumed.get(), lastShown, state));
    }

    /** Shows the session a line that was read before. What it tells is known already, but for its failure; returns what it told. */
    List<AgentEvent> show(String from, Line line) {
        consumed = Optional.of(new JournalPosition(from, line.end()));
        watch.ifPresent(prompts -> prompts.line(line));
        return known((open, sink) -> open.onLine(new Line(line.start(), line.end(), line.text(), true), sink));
    }

    /** Shows the session a send that was made before. */
    void show(Send send) {
        lastShown = send.number();
        watch.ifPresent(prompts -> prompts.sent(send));
        known((open, sink) -> open.onSent(send, sink));
    }

    void replayed() {
        known((open, sink) -> open.replayed());
        deliverSent();
    }

    private List<AgentEvent> known(Step step) {
        List<AgentEvent> events = new ArrayList<>();
        apply(step, events);
        events.stream().filter(AgentEvent.SessionLost.class::isInstance).forEach(events()::emit);
        return events;
    }

    @Override
    public Send send(Optional<TurnId> turn, LongFunction<String> line) {
        long next = ++lastSend;
        Send send = new Send(next, turn, line.apply(next));
        if (send.text().indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a send is one line; this one contains a line end");
        }
        sent.add(send);
        watch.ifPresent(prompts -> prompts.sent(send));
        tell(new Input.SendBegun(number, new StoredSend(send, position(), false)));
        return send;
    }

    /** The place in the output of the process that sends go to now; of a new one nothing was read yet. */
    private Optional<JournalPosition> position() {
        Optional<String> current = process.get();
        return consumed.filter(at -> current.isEmpty() || current.get().equals(at.process()))
                .or(() -> current.map(name -> new JournalPosition(name, 0)));
    }

    /** Tells the session of what it sent, after the call in which it did, as a replay would. */
    private void deliverSent() {
        while (!sent.isEmpty()) {
            Send send = sent.removeFirst();
            lastShown = send.number();
            collect((open, sink) -> open.onSent(send, sink));
        }
    }

    /** Calls the session no more and lets it be; what is still queued is dropped. */
    void leave() {
        ended = true;
        tasks.add(() -> {});
    }

    /** Ends the session; what is still queued is dropped. One that is just being opened is ended when it is open. */
    void close() {
        closing = true;
        leave();
        Thread.ofPlatform().daemon().name("session-close").start(this::closeSession);
    }

    private void closeSession() {
        session.ifPresent(open -> {
            try {
                open.close();
            } catch (RuntimeException | LinkageError | StackOverflowError failure) {
                System.getLogger(SessionLoop.class.getName()).log(System.Logger.Level.WARNING, "closing a session failed", failure);
            }
        });
    }
}
