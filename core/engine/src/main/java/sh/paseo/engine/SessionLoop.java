package sh.paseo.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
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
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final AtomicInteger linesWaiting = new AtomicInteger();
    private final List<Send> sent = new ArrayList<>();
    private long lastSend;
    private Optional<JournalPosition> consumed = Optional.empty();
    private volatile Optional<AgentSession> session = Optional.empty();
    private volatile boolean ended;

    /**
     * @param number   names the session in inputs
     * @param lastSend number of the newest line that any session of the agent sent
     * @param writer   takes inputs; blocks while the agent's mailbox is full
     */
    SessionLoop(String name, long number, long lastSend, Consumer<Input> writer) {
        this.number = number;
        this.lastSend = lastSend;
        this.writer = writer;
        Thread.ofPlatform().daemon().name(name).start(this::run);
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
        return event -> writer.accept(new Input.Emitted(number, List.of(event), Optional.empty()));
    }

    /** Opens the session. Its failure is an input like any other. */
    void open(Opener opener) {
        tasks.add(() -> {
            try {
                session = Optional.of(opener.open());
                if (ended) {
                    closeSession();
                    return;
                }
                deliverSent();
            } catch (RuntimeException | LinkageError | StackOverflowError failure) {
                writer.accept(new Input.OpenFailed(number, Failures.describe(failure)));
            }
        });
    }

    /** Makes the plugin's session. */
    interface Opener {
        AgentSession open();
    }

    /** Calls the session; what it throws is told as the event that {@code onFailure} makes of it. */
    void call(Consumer<AgentSession> call, Function<String, AgentEvent> onFailure) {
        tasks.add(() -> session.ifPresent(open -> {
            try {
                call.accept(open);
            } catch (RuntimeException | LinkageError | StackOverflowError failure) {
                events().emit(onFailure.apply(Failures.describe(failure)));
            }
            deliverSent();
        }));
    }

    @Override
    public boolean line(String process, Line line) {
        if (linesWaiting.get() >= MAX_LINES_WAITING) {
            return false;
        }
        linesWaiting.incrementAndGet();
        tasks.add(() -> {
            linesWaiting.decrementAndGet();
            consumed = Optional.of(new JournalPosition(process, line.end()));
            collect((open, sink) -> open.onLine(line, sink));
            deliverSent();
        });
        return true;
    }

    @Override
    public void exited(String process, ProcessExit exit) {
        tasks.add(() -> {
            collect((open, sink) -> open.onExit(exit, sink));
            deliverSent();
        });
    }

    private interface Step {
        void apply(AgentSession session, EventSink sink);
    }

    /** Gathers what a call emits into one input that carries the position, so that both are committed together. */
    private void collect(Step step) {
        List<AgentEvent> events = new ArrayList<>();
        session.ifPresent(open -> {
            try {
                step.apply(open, events::add);
            } catch (RuntimeException | LinkageError | StackOverflowError failure) {
                events.add(new AgentEvent.SessionLost("The agent's plugin failed: " + Failures.describe(failure)));
            }
        });
        writer.accept(new Input.Emitted(number, events, consumed));
    }

    @Override
    public Send send(Optional<TurnId> turn, LongFunction<String> line) {
        long next = ++lastSend;
        Send send = new Send(next, turn, line.apply(next));
        if (send.text().indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a send is one line; this one contains a line end");
        }
        sent.add(send);
        writer.accept(new Input.SendBegun(number, new StoredSend(send, consumed, false)));
        return send;
    }

    /** Tells the session of what it sent, after the call in which it did, as a replay would. */
    private void deliverSent() {
        while (!sent.isEmpty()) {
            Send send = sent.removeFirst();
            collect((open, sink) -> open.onSent(send, sink));
        }
    }

    /** Ends the session; what is still queued is dropped. One that is just being opened is ended when it is open. */
    void close() {
        ended = true;
        tasks.add(() -> {});
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
