package sh.paseo.daemon.processes;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import sh.paseo.api.AgentId;
import sh.paseo.api.PluginException;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.ProcessExit;
import sh.paseo.api.process.AgentProcess;
import sh.paseo.api.process.ProcessSpec;
import sh.paseo.engine.AgentProcesses;
import sh.paseo.engine.JournalPosition;
import sh.paseo.engine.ProcessListener;

/** The processes of one agent, one after the other. */
final class FileAgentProcesses implements AgentProcesses {
    private static final System.Logger LOG = System.getLogger(FileAgentProcesses.class.getName());
    /** How long letting go waits for a line that is being written. */
    private static final Duration LAST_LINE = Duration.ofSeconds(2);

    private final AgentId agent;
    private final ProcessListener listener;
    private final Workshop workshop;
    private final Runnable onClose;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by lock.
    private Optional<Current> current = Optional.empty();
    private final List<Done> done = new ArrayList<>();
    private boolean earlierLeft;
    private volatile boolean closed;

    private record Current(ProcessFolder folder, RunningProcess process, FifoWriter input, boolean told) {
        Current withToldExit() {
            return new Current(folder, process, input, true);
        }
    }

    /** A journal that was read to its end; it goes when everything up to {@code lastLine} is in the store. */
    private record Done(ProcessFolder folder, long lastLine) {
        boolean isCoveredBy(JournalPosition position) {
            return folder.name().equals(position.process()) && position.offset() >= lastLine;
        }
    }

    FileAgentProcesses(AgentId agent, ProcessListener listener, Workshop workshop, Runnable onClose) {
        this.agent = agent;
        this.listener = listener;
        this.workshop = workshop;
        this.onClose = onClose;
    }

    @Override
    public AgentProcess start(ProcessSpec spec) {
        lock.lock();
        try {
            refuseIfClosed();
            if (running().isPresent()) {
                throw new PluginException(PluginException.Code.INVALID, "The agent's process " + running().get().folder().name()
                        + " has not ended yet: " + agent);
            }
            return start(workshop.launcher().launch(agent, spec), spec);
        } finally {
            lock.unlock();
        }
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new PluginException(PluginException.Code.INVALID, "The agent is closed: " + agent);
        }
    }

    private AgentProcess start(ProcessLauncher.Launched launched, ProcessSpec spec) {
        RunningProcess process = new RunningProcess(RunningProcess.Handle.of(launched), spec.end(), workshop.ender(), mark());
        earlierLeft = true;
        try {
            follow(launched.folder(), process, 0);
            return process;
        } catch (IOException e) {
            process.breakOff();
            throw cannotRead(launched.folder(), e);
        }
    }

    @Override
    public AgentProcess adopt(String name, long from, boolean inPart) {
        lock.lock();
        try {
            refuseIfClosed();
            ProcessFolder folder = workshop.folders().process(agent, name);
            ProcessRecord known = ProcessRecord.read(folder).orElseThrow(() -> new PluginException(PluginException.Code.BROKEN,
                    "Nothing is known of the agent's process " + name + ": " + agent));
            RunningProcess process = new RunningProcess(RunningProcess.Handle.of(known.identity(), workshop.table()), known.end(),
                    workshop.ender(), mark());
            follow(folder, process, from);
            if (inPart) {
                current.orElseThrow().input().write("");
            }
            return process;
        } catch (IOException e) {
            throw cannotRead(workshop.folders().process(agent, name), e);
        } finally {
            lock.unlock();
        }
    }

    private static PluginException cannotRead(ProcessFolder folder, IOException e) {
        return new PluginException(PluginException.Code.IO, "Cannot read " + folder.path(), e);
    }

    private void follow(ProcessFolder folder, RunningProcess process, long from) throws IOException {
        FifoWriter input = new FifoWriter(workshop.fifo(), folder.in(), process::alive, workshop.limits());
        Output output = new Output();
        output.journal = new Journal(folder, from, output, workshop.limits(), process::breakOff);
        current = Optional.of(new Current(folder, process, input, false));
        workshop.journals().follow(output.journal);
        process.onEnd(end -> workshop.journals().ended(output.journal, end));
    }

    private TreeEnder.Mark mark() {
        return new TreeEnder.Mark(AgentEnvironment.AGENT, Set.of(agent.value()));
    }

    @Override
    public Optional<String> current() {
        lock.lock();
        try {
            return current.map(known -> known.folder().name());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletableFuture<Void> write(String line) {
        Optional<Current> latest;
        lock.lock();
        try {
            latest = current;
        } finally {
            lock.unlock();
        }
        return latest.map(known -> known.input().write(line)).orElseGet(() -> CompletableFuture.failedFuture(
                new PluginException(PluginException.Code.BROKEN, "The agent has no process to write to: " + agent)));
    }

    @Override
    public void committed(JournalPosition position) {
        lock.lock();
        try {
            boolean inLatest = current.filter(latest -> latest.folder().name().equals(position.process())).isPresent();
            if (inLatest && earlierLeft) {
                earlierLeft = false;
                done.removeIf(journal -> !journal.folder().name().equals(position.process()));
                deleteAllBut(position.process());
            }
            done.removeIf(journal -> {
                boolean covered = journal.isCoveredBy(position);
                if (covered) {
                    delete(journal.folder());
                }
                return covered;
            });
        } finally {
            lock.unlock();
        }
    }

    /** What ran before is in the store with all its lines, or nobody will ask for it again: it had ended, or its listener was closed. */
    private void deleteAllBut(String latest) {
        try {
            workshop.folders().processes(agent).stream().filter(folder -> !folder.name().equals(latest)).forEach(this::delete);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Cannot look for earlier journals of agent " + agent, e);
        }
    }

    @Override
    public CompletableFuture<Void> end() {
        lock.lock();
        try {
            return running().map(known -> known.process().endTree().copy()).orElseGet(() -> CompletableFuture.completedFuture(null));
        } finally {
            lock.unlock();
        }
    }

    /** What is being written to the process is written to its end, if it reads. */
    @Override
    public void leave() {
        closed = true;
        lock.lock();
        try {
            running().ifPresent(known -> {
                CompletableFuture<Void> last = known.input().last();
                last.completeOnTimeout(null, LAST_LINE.toMillis(), TimeUnit.MILLISECONDS).handle((done, failure) -> done).join();
            });
        } finally {
            lock.unlock();
        }
        onClose.run();
    }

    /** Ends the process and returns when nothing of it runs. */
    @Override
    public void close() {
        CompletableFuture<Void> ended;
        lock.lock();
        try {
            closed = true;
            ended = end();
        } finally {
            lock.unlock();
        }
        try {
            ended.join();
            for (ProcessFolder folder : workshop.folders().processes(agent)) {
                if (ProcessRecord.read(folder).filter(known -> workshop.table().alive(known.identity())).isEmpty()) {
                    delete(folder); // nobody will ask for what was not read
                }
            }
        } catch (CompletionException e) {
            LOG.log(Level.ERROR, "The processes of agent " + agent + " may still run", e.getCause());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Cannot look for journals of agent " + agent, e);
        }
        onClose.run();
    }

    boolean isRunning() {
        lock.lock();
        try {
            return running().isPresent();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Current> running() {
        return current.filter(known -> !known.told());
    }

    private void delete(ProcessFolder folder) {
        try {
            workshop.folders().delete(folder);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Cannot delete " + folder.path(), e);
        }
    }

    private void exitIsToldOf(Journal journal) {
        Done ended = new Done(journal.folder(), journal.taken());
        lock.lock();
        try {
            current = current.map(Current::withToldExit);
            if (ended.lastLine() > 0) {
                done.add(ended);
            }
        } finally {
            lock.unlock();
        }
        if (ended.lastLine() == 0) {
            delete(ended.folder()); // there is no line that could be committed
        }
    }

    /** What the journal says, on its way out; silent once the agent is closed. */
    private final class Output implements ProcessListener {
        private Journal journal;

        @Override
        public boolean line(String process, Line line) {
            return closed || listener.line(process, line);
        }

        @Override
        public void caughtUp(String process) {
            if (!closed) {
                listener.caughtUp(process);
            }
        }

        @Override
        public void overrun(String process, String reason) {
            if (!closed) {
                listener.overrun(process, reason);
            }
        }

        @Override
        public void exited(String process, ProcessExit exit) {
            if (!closed) {
                exitIsToldOf(journal);
                listener.exited(process, exit);
            }
        }
    }
}
