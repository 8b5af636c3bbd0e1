package sh.paseo.engine;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * The single writer of one agent: takes inputs, reduces them, commits, and only then publishes, acts and replies.
 *
 * <p><b>Thread</b>: makes a virtual thread of its own; every method may be called from any thread. Giving an input blocks while the
 * mailbox is full, which is how an agent that talks faster than the disk writes is slowed down.
 */
final class AgentWriter {
    private static final int MAILBOX = 1_024;
    /** A process that has written this much is ended when it is idle, to be resumed at the next prompt; bytes. */
    private static final long LONG_JOURNAL = 64 << 20;
    private static final System.Logger LOG = System.getLogger(AgentWriter.class.getName());

    private final EngineContext context;
    private final LinkedBlockingQueue<Input> mailbox = new LinkedBlockingQueue<>(MAILBOX);
    private final Map<Long, CompletableFuture<AgentState>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong tickets = new AtomicLong();
    private final Batch batch = new Batch();
    private final AgentDriver driver;
    private final Thread thread;
    private volatile AgentState published;
    private AgentState state;
    private Live live = Live.NONE;
    private volatile boolean ended;
    private volatile boolean leaving;

    AgentWriter(EngineContext context, AgentState state) {
        this.context = context;
        this.state = state;
        this.published = state;
        this.driver = new AgentDriver(context, this::give);
        this.thread = Thread.ofVirtual().name("agent-" + state.id()).start(this::run);
    }

    /** How the agent stands, as last committed. */
    AgentState state() {
        return published;
    }

    /** Gives an input and returns the reply: the agent's state after the commit that settled it, or an {@link EngineException}. */
    CompletableFuture<AgentState> ask(LongFunction<Input> input) {
        long ticket = tickets.incrementAndGet();
        CompletableFuture<AgentState> reply = new CompletableFuture<>();
        waiting.put(ticket, reply);
        give(input.apply(ticket));
        return reply;
    }

    /** Gives an input; blocks while the mailbox is full. Inputs after the end are dropped. */
    void give(Input input) {
        try {
            while (!ended && !mailbox.offer(input, 1, TimeUnit.SECONDS)) {
                LOG.log(Level.DEBUG, "agent {0}: mailbox full", published.id());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (ended) {
            refuseAll();
        }
    }

    /** Ends the session and the thread; complete when both are done. */
    CompletableFuture<AgentState> close(String reason) {
        return ask(ticket -> new Input.Closed(ticket, reason)).whenComplete((s, e) -> {
            ended = true;
            thread.interrupt();
            refuseAll();
        });
    }

    /** Complete when everything given before is durable. */
    CompletableFuture<AgentState> flush() {
        return ask(Input.Flushed::new);
    }

    /** Makes durable what is known, and lets the session's process go on for a later daemon. */
    CompletableFuture<AgentState> leave() {
        return flush().whenComplete((s, e) -> {
            leaving = true;
            ended = true;
            thread.interrupt();
            refuseAll();
        });
    }

    /** Whoever waits while the agent is left gets no answer: what is stored still happens, under the next daemon. */
    private void refuseAll() {
        if (leaving) {
            return;
        }
        waiting.values().forEach(reply -> reply.completeExceptionally(
                new EngineException(EngineException.Code.CLOSED, "Agent " + published.id() + " is closing")));
        waiting.clear();
    }

    private void run() {
        try {
            while (!ended) {
                Optional<Input> next = next();
                next.ifPresent(this::take);
                for (int taken = 1; next.isPresent() && taken < MAILBOX && more(next.get()); taken++) {
                    next = Optional.ofNullable(mailbox.poll());
                    next.ifPresent(this::take);
                }
                if (next.isEmpty()) {
                    timePassed();
                }
                if (batch.due(context.time().nanos().getAsLong())) {
                    commit();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            ended = true;
            if (leaving) {
                driver.leave();
            } else {
                driver.close();
            }
            refuseAll();
        }
    }

    private void timePassed() {
        if (live.interruptBy().isPresent()) {
            take(new Input.Ticked());
        }
        OptionalLong rest = restAt();
        if (rest.isPresent() && context.time().nanos().getAsLong() - rest.getAsLong() >= 0) {
            take(new Input.Idled());
        }
    }

    /** When the session is to be ended because it has nothing to do. */
    private OptionalLong restAt() {
        OptionalLong since = live.deadlines().idleSince();
        if (since.isEmpty() || state.conversation().token().isEmpty() || !driver.runsProcess()) {
            return OptionalLong.empty();
        }
        if (state.progress().journal().filter(at -> at.offset() > LONG_JOURNAL).isPresent()) {
            return since;
        }
        return context.policy().idleAfter().map(after -> OptionalLong.of(since.getAsLong() + after.toNanos())).orElse(OptionalLong.empty());
    }

    /** Whether what was just taken may share its commit with what comes next. */
    private boolean more(Input taken) {
        return !(taken instanceof Input.Prompted) && !batch.holdsRequest();
    }

    /** The next input, or nothing when a commit or a deadline is due before one comes. */
    private Optional<Input> next() throws InterruptedException {
        OptionalLong first = Stream.of(batch.due(), live.interruptBy(), restAt()).flatMapToLong(OptionalLong::stream).min();
        if (first.isEmpty()) {
            return Optional.of(mailbox.take());
        }
        return Optional.ofNullable(mailbox.poll(first.getAsLong() - context.time().nanos().getAsLong(), TimeUnit.NANOSECONDS));
    }

    private void take(Input input) {
        if (input instanceof Input.Prompted prompted && repeated(prompted)) {
            return;
        }
        reduce(input);
    }

    /** A prompt that came before is answered alike and not run again. */
    private boolean repeated(Input.Prompted prompted) {
        if (prompted.messageId().isEmpty()) {
            return false;
        }
        commit();
        if (!context.store().accepted(state.id(), prompted.messageId().get()).join()) {
            return false;
        }
        reply(prompted.ticket(), Optional.empty());
        return true;
    }

    private void reduce(Input input) {
        long nanos = context.time().nanos().getAsLong();
        Step step = AgentRules.reduce(state, live, input, context.time().clock().instant(), nanos);
        state = step.state();
        live = step.live();
        batch.add(step.outputs(), context.time().clock().instant(), nanos);
    }

    private void commit() {
        Batch.Flushed flushed = batch.flush(state);
        state = flushed.commit().state();
        if (!durable(flushed.commit())) {
            return;
        }
        published = state;
        driver.committed(state);
        if (!flushed.announcements().isEmpty()) {
            context.publisher().publish(state, flushed.announcements());
        }
        flushed.effects().forEach(effect -> driver.act(state, effect));
        flushed.replies().forEach(r -> reply(r.ticket(), r.refusal()));
    }

    /** Commits, again and again if it must be: until it is durable the agent stands still and nothing of it is lost. */
    private boolean durable(Commit commit) {
        for (int tries = 0; !ended; tries++) {
            try {
                context.store().commit(commit).join();
                return true;
            } catch (CompletionException failure) {
                if (failure.getCause() instanceof StoreException refused && refused.code() == StoreException.Code.CLOSED) {
                    ended = true;
                } else {
                    Level level = tries % 60 == 0 ? Level.ERROR : Level.DEBUG;
                    LOG.log(level, () -> "agent " + commit.state().id() + ": cannot commit, trying again: " + failure.getCause());
                    new CompletableFuture<Void>().completeOnTimeout(null, 1, TimeUnit.SECONDS).join();
                }
            }
        }
        return false;
    }

    private void reply(long ticket, Optional<EngineException> refusal) {
        CompletableFuture<AgentState> reply = waiting.remove(ticket);
        if (reply != null) {
            refusal.ifPresentOrElse(reply::completeExceptionally, () -> reply.complete(state));
        }
    }
}
