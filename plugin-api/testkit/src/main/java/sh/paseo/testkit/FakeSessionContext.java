package sh.paseo.testkit;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
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
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.AgentSession;
import sh.paseo.api.agent.EventSink;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.Outbox;
import sh.paseo.api.agent.ProcessExit;
import sh.paseo.api.agent.Send;
import sh.paseo.api.agent.SessionContext;
import sh.paseo.api.process.Processes;
import sh.paseo.api.process.Programs;

/**
 * A host for one session: its calls come on one thread in the order that the API promises, its processes are real ones over plain
 * pipes, and what it tells is recorded.
 *
 * <p><b>Thread</b>: any. {@link #open} returns what the provider returned; call it only through {@link #call}.
 */
public final class FakeSessionContext implements SessionContext, Outbox, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AgentId agent = new AgentId(UUID.randomUUID().toString());
    private final Path stateDirectory;
    private final JsonObject settings;
    private final Map<String, String> environment;
    private final RecordingSink sink = new RecordingSink();
    private final List<JournalEntry> journal = new ArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("session").factory());
    private final CompletableFuture<AgentSession> session = new CompletableFuture<>();
    private final CompletableFuture<ProcessExit> exit = new CompletableFuture<>();
    private final PlainProcesses processes;
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private long sends;

    /**
     * @param settings    the provider's section of the configuration
     * @param environment added to the test's own for every program
     */
    public FakeSessionContext(Path stateDirectory, JsonObject settings, Map<String, String> environment) {
        this.stateDirectory = stateDirectory;
        this.settings = settings;
        this.environment = Map.copyOf(environment);
        this.processes = new PlainProcesses(this.environment, new PlainProcesses.Listener() {
            @Override
            public void line(Line line) {
                record(new JournalEntry.Got(line), s -> s.onLine(line, sink));
            }

            @Override
            public void exited(ProcessExit how) {
                record(new JournalEntry.Exited(how), s -> s.onExit(how, sink));
                exit.complete(how);
            }
        });
    }

    /** Opens the session as a host does. <b>Errors</b>: the provider's own; the context is of no more use then. */
    public AgentSession open(AgentProvider provider, OpenRequest request) {
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
        for (JournalEntry entry : entries) {
            switch (entry) {
                case JournalEntry.Got(Line line) -> call(s -> s.onLine(new Line(line.start(), line.end(), line.text(), true), sink));
                case JournalEntry.Sent(Send send) -> call(s -> s.onSent(send, sink));
                case JournalEntry.Exited(ProcessExit how) -> call(s -> s.onExit(how, sink));
            }
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

    private void record(JournalEntry entry, Consumer<AgentSession> action) {
        synchronized (journal) {
            journal.add(entry);
            if (!thread.isShutdown()) {
                thread.execute(() -> deliver(action));
            }
        }
    }

    private void deliver(Consumer<AgentSession> action) {
        try {
            action.accept(session.join());
        } catch (CancellationException e) {
            log().log(System.Logger.Level.DEBUG, "The session was never opened");
        } catch (RuntimeException | Error e) {
            failures.add(e);
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
            record(new JournalEntry.Sent(send), s -> s.onSent(send, sink));
            if (processesStarted() > 0) {
                processes.write(send.text());
            }
            return send;
        }
    }

    public RecordingSink sink() {
        return sink;
    }

    public List<JournalEntry> journal() {
        synchronized (journal) {
            return List.copyOf(journal);
        }
    }

    public List<Send> sends() {
        return journal().stream().filter(JournalEntry.Sent.class::isInstance).map(entry -> ((JournalEntry.Sent) entry).send()).toList();
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
        return sink;
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

    /** Closes the session and leaves no process behind. */
    @Override
    public void close() {
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
