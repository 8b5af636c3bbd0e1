package sh.paseo.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import sh.paseo.api.AgentId;
import sh.paseo.api.PluginException;
import sh.paseo.api.process.AgentProcess;
import sh.paseo.api.process.ProcessSpec;
import sh.paseo.api.process.Programs;

/** Processes that only note what is written to them. */
final class FakeProcessHost implements ProcessHost {
    final List<String> written = new CopyOnWriteArrayList<>();
    final List<JournalPosition> committed = new CopyOnWriteArrayList<>();
    final List<AgentId> forgotten = new ArrayList<>();
    final List<String> adopted = new CopyOnWriteArrayList<>();
    final List<AgentId> letGo = new CopyOnWriteArrayList<>();
    final List<AgentId> closed = new CopyOnWriteArrayList<>();
    final List<AgentId> reaped = new CopyOnWriteArrayList<>();
    volatile Map<AgentId, Optional<LeftProcess>> left = Map.of();
    volatile boolean ended;
    /** Holds {@code adopt} back. */
    final Semaphore adopting = new Semaphore(1_000);
    volatile Optional<ProcessListener> listener = Optional.empty();

    @Override
    public AgentProcesses agent(AgentId agent, ProcessListener hears) {
        listener = Optional.of(hears);
        return new Noting(agent);
    }

    @Override
    public Programs programs() {
        throw new UnsupportedOperationException("no test runs programs");
    }

    @Override
    public Path stateDirectory(AgentId agent) {
        return Path.of("/");
    }

    @Override
    public Optional<JournalExcerpt> journal(AgentId agent, long from, int atMost) {
        return Optional.empty();
    }

    @Override
    public void forget(AgentId agent) {
        forgotten.add(agent);
    }

    @Override
    public Map<AgentId, Optional<LeftProcess>> left() {
        return left;
    }

    @Override
    public void reap(Set<AgentId> agents) {
        reaped.addAll(agents);
    }

    @Override
    public void leave() {}

    @Override
    public void close() {}

    /** A process that never ends. */
    private record Adopted() implements AgentProcess {
        @Override
        public long pid() {
            return 1;
        }

        @Override
        public boolean alive() {
            return true;
        }

        @Override
        public void end() {}
    }

    private final class Noting implements AgentProcesses {
        private final AgentId agent;
        private volatile Optional<String> current;

        Noting(AgentId agent) {
            this.agent = agent;
            current = left.containsKey(agent) ? Optional.empty() : Optional.of("p1");
        }

        @Override
        public Optional<String> current() {
            return current;
        }

        @Override
        public CompletableFuture<Void> write(String line) {
            written.add(line);
            CompletableFuture<Void> done = new CompletableFuture<>();
            if (ended) {
                done.cancel(false);
            } else {
                done.complete(null);
            }
            return done;
        }

        @Override
        public void committed(JournalPosition position) {
            committed.add(position);
        }

        @Override
        public CompletableFuture<Void> end() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public AgentProcess adopt(String process, long from, boolean inPart) {
            adopting.acquireUninterruptibly();
            current = Optional.of(process);
            adopted.add(process + " from " + from + (inPart ? " in part" : ""));
            return new Adopted();
        }

        @Override
        public void leave() {
            letGo.add(agent);
        }

        @Override
        public AgentProcess start(ProcessSpec spec) {
            throw new PluginException(PluginException.Code.MISSING, "nothing can be started here");
        }

        @Override
        public void close() {
            closed.add(agent);
        }
    }
}
