package sh.paseo.testkit;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import sh.paseo.api.AgentId;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.AgentSession;
import sh.paseo.api.agent.Delivery;
import sh.paseo.api.agent.EventSink;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.Outbox;
import sh.paseo.api.agent.ProcessExit;
import sh.paseo.api.agent.ResumeToken;
import sh.paseo.api.agent.Send;
import sh.paseo.api.agent.SessionContext;
import sh.paseo.api.agent.SessionSettings;
import sh.paseo.api.process.Processes;
import sh.paseo.api.process.Programs;

/**
 * A host for one session: its calls come on one thread in the order that the API promises, its processes are real ones over plain
 * pipes, and what it tells is recorded. It can be {@linkplain #restart restarted}: another host then takes over the process.
 *
 * <p><b>Thread</b>: any. {@link #open} returns what the provider returned; call it only through {@link #call}.
 */
public final class FakeSessionContext implements SessionContext, Outbox, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AgentId agent;
    private final Path stateDirectory;
    private final JsonObject settings;
    private final Map<String, String> environment;
    private final RecordingSink sink;
    private final FakeJournal journal;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("session").factory());
    private final CompletableFuture<AgentSession> session = new CompletableFuture<>();
    private final CompletableFuture<ProcessExit> exit = new CompletableFuture<>();
    private final PlainProcesses processes;
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private Optional<FakeSessionContext> successor = Optional.empty();
    private volatile Optional<ResumeToken> token = Optional.empty();
    private boolean loseNext;
    private long sends;

    /**
     * @param settings    the provider's section of the configuration
     * @param environment added to the test's own for every program
     */
    public FakeSessionContext(Path stateDirectory, JsonObject settings, Map<String, String> environment) {
        this.agent = new AgentId(UUID.randomUUID().toString());
        this.stateDirectory = stateDirectory;
        this.settings = settings;
        this.environment = Map.copyOf(environment);
        this.sink = new RecordingSink();
        this.journal = new FakeJournal();
        this.processes = new PlainProcesses(this.environment, this::record);
    }

    /** For another session of the same agent. */
    private FakeSessionContext(FakeSessionContext before, boolean sameProcess) {
        this.agent = before.agent;
        this.stateDirectory = before.stateDirectory;
        this.settings = before.settings;
        this.environment = before.environment;
        this.sends = before.sends;
        this.token = before.token;
        this.sink = sameProcess ? new RecordingSink(before.sink.events()) : new RecordingSink();
        this.journal = sameProcess ? new FakeJournal(before.journal) : new FakeJournal();
        this.processes = sameProcess ? before.processes : new PlainProcesses(environment, this::record);
    }

    /** Opens another session of the same agent, as a host does when this one is lost or closed: numbers of sends go on. */
    public FakeSessionContext reopen(AgentProvider provider, OpenRequest request) {
        FakeSessionContext next = new FakeSessionContext(this, false);
        next.open(provider, request);
        return next;
    }

    /** Opens the session as a host does. <b>Errors</b>: the provider's own; the context is of no more use then. */
    public AgentSession open(AgentProvider provider, OpenRequest request) {
        if (request instanceof OpenRequest.Resume resume) {
            token = Optional.of(resume.token());
        }
        try {
            AgentSession opened = provider.open(request, this);
            session.complete(opened);
            return opened;
        } catch (RuntimeException e) {
            session.cancel(false);
            throw e;
        }
    }

    /** Reads a journal to the session as a host does after a restart. */
    public void replay(List<JournalEntry> entries) {
        call(s -> {
            entries.forEach(entry -> show(s, entry.replayed(), this::told));
            s.replayed();
        });
    }

    /** Gives entries to the session as if they came now. */
    public void live(List<JournalEntry> entries) {
        call(s -> entries.forEach(entry -> show(s, entry, this::told)));
    }

    private static void show(AgentSession session, JournalEntry entry, EventSink to) {
        switch (entry) {
            case JournalEntry.Got(Line line) -> session.onLine(line, to);
            case JournalEntry.Sent(Send send) -> session.onSent(send, to);
            case JournalEntry.Exited(ProcessExit how) -> session.onExit(how, to);
        }
    }

    /**
     * Lets go of the session as a host does that ends, and returns the next host: it has taken the process over and shown the past
     * to a new session, whose events follow on those that were told already. This context is of no more use, but for being closed.
     *
     * @param withCheckpoint whether the past begins at the last checkpoint, if there is one
     */
    public FakeSessionContext restart(AgentProvider provider, SessionSettings chosen, boolean withCheckpoint) {
        CompletableFuture<FakeSessionContext> next = new CompletableFuture<>();
        call(s -> {
            synchronized (journal) {
                FakeSessionContext following = new FakeSessionContext(this, true);
                following.thread.execute(() -> following.takeOver(provider, chosen, withCheckpoint));
                journal.unread().forEach(following::record);
                successor = Optional.of(following);
                next.complete(following);
            }
        });
        next.join().call(s -> {});
        return next.join();
    }

    private void takeOver(AgentProvider provider, SessionSettings chosen, boolean withCheckpoint) {
        List<Moment> past = journal.moments();
        int from = withCheckpoint ? journal.lastCheckpoint() : 0;
        try {
            AgentSession opened = open(provider,
                    new OpenRequest.Reattach(chosen, processes.started().getLast(), token, journal.checkpoint(from)));
            past.subList(from, past.size()).forEach(moment -> show(opened, moment.entry().replayed(), known -> {}));
            opened.replayed();
        } catch (RuntimeException | Error e) {
            failures.add(e);
        }
    }

    /** The next line to the agent is recorded and does not reach it, as if the host died between the two. */
    public void loseNextSend() {
        loseNext = true;
    }

    /** Writes a line again that was recorded before. */
    public void write(Send send) {
        processes.write(send.text());
    }

    /** Asks whether a line arrived as a host does after a restart: again and again as lines come. */
    public Delivery prove(Send send) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (;;) {
            int seen = journal().size();
            CompletableFuture<Delivery> found = new CompletableFuture<>();
            call(s -> found.complete(s.delivered(send, journal.since(send))));
            long left = (end - System.nanoTime()) / 1_000_000;
            if (found.join() != Delivery.UNKNOWN || left <= 0) {
                return found.join();
            }
            journal.awaitMore(seen, left);
        }
    }

    /** Calls the session on its thread and waits. <b>Errors</b>: what the session throws. */
    public void call(Consumer<AgentSession> action) {
        try {
            CompletableFuture.runAsync(() -> action.accept(session.join()), thread).orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                default -> throw e;
            }
        }
    }

    private void record(JournalEntry entry) {
        synchronized (journal) {
            if (successor.isPresent()) {
                successor.get().record(entry);
                return;
            }
            journal.add(entry);
            if (!thread.isShutdown()) {
                thread.execute(() -> deliver(entry));
            }
        }
        if (entry instanceof JournalEntry.Exited(ProcessExit how)) {
            exit.complete(how);
        }
    }

    private void deliver(JournalEntry entry) {
        try {
            AgentSession open = session.join();
            synchronized (journal) {
                if (successor.isPresent()) {
                    return;
                }
            }
            int before = sink.events().size();
            show(open, entry, this::told);
            List<AgentEvent> events = sink.events();
            boolean turnEnded = events.subList(before, events.size()).stream().anyMatch(AgentEvent.TurnEnded.class::isInstance);
            journal.dealtWith(new Moment(entry, events.size(), turnEnded ? open.checkpoint() : Optional.empty()));
        } catch (CancellationException e) {
            log().log(System.Logger.Level.DEBUG, "The session was never opened");
        } catch (RuntimeException | Error e) {
            failures.add(e);
        }
    }

    /** Like every host it keeps the token, and ends the process of a session that is lost. */
    private void told(AgentEvent event) {
        sink.emit(event);
        synchronized (journal) {
            if (event instanceof AgentEvent.SessionReady ready) {
                token = ready.token().or(() -> token);
            }
            if (event instanceof AgentEvent.SessionLost && successor.isEmpty()) {
                processes.started().stream().filter(PlainProcesses.Running::alive).forEach(PlainProcesses.Running::end);
            }
        }
    }

    /** What the session threw when it was told of lines, sends and the end; a good one throws nothing. */
    public List<Throwable> failures() {
        return List.copyOf(failures);
    }

    @Override
    public Send send(Optional<TurnId> turn, LongFunction<String> line) {
        synchronized (journal) {
            long number = ++sends;
            Send send = new Send(number, turn, line.apply(number));
            if (send.text().indexOf('\n') >= 0) {
                throw new IllegalArgumentException("send " + number + " is more than one line");
            }
            record(new JournalEntry.Sent(send));
            if (processesStarted() > 0 && !loseNext) {
                processes.write(send.text());
            }
            loseNext = false;
            return send;
        }
    }

    public RecordingSink sink() {
        return sink;
    }

    public List<JournalEntry> journal() {
        return journal.entries();
    }

    /** The journal as far as the session has dealt with it. */
    public List<Moment> moments() {
        return journal.moments();
    }

    public List<Send> sends() {
        return journal.sends();
    }

    /** How many processes were started, and how many of them run. */
    public int processesStarted() {
        return processes.started().size();
    }

    public long processesAlive() {
        return processes.started().stream().filter(PlainProcesses.Running::alive).count();
    }

    /** Kills the agent's process as a power failure would. */
    public void killProcess() {
        processes.started().getLast().kill();
    }

    public ProcessExit awaitExit() {
        return exit.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public AgentId agent() {
        return agent;
    }

    @Override
    public EventSink events() {
        return this::told;
    }

    @Override
    public Outbox outbox() {
        return this;
    }

    @Override
    public Processes processes() {
        return processes;
    }

    @Override
    public Programs programs() {
        return new LocalPrograms(environment);
    }

    @Override
    public Path stateDirectory() {
        return stateDirectory;
    }

    @Override
    public JsonObject settings() {
        return settings;
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public System.Logger log() {
        return System.getLogger("sh.paseo.testkit.session");
    }

    /** Closes the session and leaves no process behind. One that was let go is left alone. */
    @Override
    public void close() {
        synchronized (journal) {
            if (successor.isPresent()) {
                thread.shutdown();
                return;
            }
        }
        if (session.isDone() && !session.isCompletedExceptionally()) {
            session.join().close();
        } else {
            session.cancel(false);
        }
        processes.started().forEach(PlainProcesses.Running::awaitEnd);
        synchronized (journal) {
            thread.shutdown();
        }
    }
}
