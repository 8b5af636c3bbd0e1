package sh.paseo.daemon.processes;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import sh.paseo.api.AgentId;
import sh.paseo.api.PluginException;
import sh.paseo.api.process.ProcessSpec.EndSignal;
import sh.paseo.api.process.Programs;
import sh.paseo.engine.AgentProcesses;
import sh.paseo.engine.JournalExcerpt;
import sh.paseo.engine.LeftProcess;
import sh.paseo.engine.ProcessHost;
import sh.paseo.engine.ProcessListener;

/**
 * Runs agents' processes with a FIFO and a journal each, in folders below one root.
 *
 * <p><b>Thread</b>: any. Of its own it has {@code journal}, which reads all output and calls all listeners, {@code fifo}, which
 * writes all input, and {@code end-n} while processes end; none runs before it is needed.
 *
 * <p><b>Errors</b>: {@code PluginException}, {@code IO} where a file or folder cannot be used.
 */
public final class FileProcessHost implements ProcessHost {
    private static final System.Logger LOG = System.getLogger(FileProcessHost.class.getName());

    private static final String LOOKING = "Cannot look for the processes of an earlier daemon";

    private final AgentFolders folders;
    private final AgentEnvironment environment;
    private final ProcessTable table;
    private final Workshop workshop;
    private final Programs programs;
    private final Map<AgentId, FileAgentProcesses> agents = new ConcurrentHashMap<>();

    /**
     * Opens no file and starts nothing.
     *
     * @param root        the folder of agents' folders; made when the first agent needs it
     * @param environment what the daemon was started with
     */
    public FileProcessHost(Path root, Map<String, String> environment, InstantSource clock, ProcessLimits limits) {
        this(root, environment, clock, limits, JournalEvents::ofThisSystem);
    }

    FileProcessHost(Path root, Map<String, String> inherited, InstantSource clock, ProcessLimits limits, Supplier<JournalEvents> events) {
        folders = new AgentFolders(root);
        environment = new AgentEnvironment(inherited);
        table = ProcessTable.ofThisSystem();
        TreeEnder ender = new TreeEnder(table, limits);
        ProcessLauncher launcher = new ProcessLauncher(folders, environment, table, clock);
        workshop = new Workshop(folders, table, launcher, new JournalThread(events), fifoThread(), ender, limits);
        programs = new LocalPrograms(environment, table, ender);
    }

    private static ScheduledThreadPoolExecutor fifoThread() {
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("fifo").factory());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return thread;
    }

    /** <b>Errors</b>: {@code IllegalStateException} if the agent's processes were already asked for and are not closed. */
    @Override
    public AgentProcesses agent(AgentId agent, ProcessListener listener) {
        FileAgentProcesses processes = new FileAgentProcesses(agent, listener, workshop, () -> agents.remove(agent));
        if (agents.putIfAbsent(agent, processes) != null) {
            throw new IllegalStateException("The agent already has a listener: " + agent);
        }
        return processes;
    }

    /** What every agent's process inherits. */
    public Map<String, String> environment() {
        return environment.with(Map.of());
    }

    @Override
    public Programs programs() {
        return programs;
    }

    @Override
    public Path stateDirectory(AgentId agent) {
        try {
            return folders.state(agent);
        } catch (IOException e) {
            throw failed("Cannot make the state folder of agent " + agent, e);
        }
    }

    @Override
    public Optional<JournalExcerpt> journal(AgentId agent, long from, int atMost) {
        try {
            return new JournalReader(folders).read(agent, from, atMost);
        } catch (IOException e) {
            throw failed("Cannot read the journal of agent " + agent, e);
        }
    }

    @Override
    public void forget(AgentId agent) {
        if (isRunning(agent)) {
            throw new IllegalStateException("The process of the agent must have ended: " + agent);
        }
        try {
            folders.delete(agent);
        } catch (IOException e) {
            throw failed("Cannot delete the folder of agent " + agent, e);
        }
    }

    @Override
    public Map<AgentId, Optional<LeftProcess>> left() {
        try {
            Map<AgentId, Optional<LeftProcess>> left = new HashMap<>();
            for (Map.Entry<AgentId, List<ProcessFolder>> agent : folders().entrySet()) {
                left.put(agent.getKey(), newest(agent.getValue()));
            }
            return left;
        } catch (IOException e) {
            throw failed(LOOKING, e);
        }
    }

    private Optional<LeftProcess> newest(List<ProcessFolder> processes) throws IOException {
        Optional<LeftProcess> newest = Optional.empty();
        Instant since = Instant.MIN;
        for (ProcessFolder folder : processes) {
            Optional<ProcessRecord> record = ProcessRecord.read(folder);
            if (record.isPresent() && record.get().since().isAfter(since)) {
                since = record.get().since();
                newest = Optional.of(new LeftProcess(folder.name(), table.alive(record.get().identity())));
            }
        }
        return newest;
    }

    @Override
    public void reap(Set<AgentId> ended) {
        try {
            Map<AgentId, List<ProcessFolder>> left = folders();
            left.keySet().retainAll(ended);
            if (left.isEmpty()) {
                return;
            }
            Set<String> ids = left.keySet().stream().map(AgentId::value).collect(Collectors.toSet());
            Map<ProcessIdentity, EndSignal> roots = new HashMap<>();
            for (List<ProcessFolder> processes : left.values()) {
                roots.putAll(alive(processes));
            }
            workshop.ender().end(roots, new TreeEnder.Mark(AgentEnvironment.AGENT, ids)).join();
            for (ProcessFolder folder : left.values().stream().flatMap(List::stream).toList()) {
                if (alive(List.of(folder)).isEmpty()) {
                    folders.delete(folder); // else the next start must find it
                }
            }
        } catch (IOException e) {
            throw failed(LOOKING, e);
        }
    }

    /** Folders of processes that this host does not run itself, by agent. */
    private Map<AgentId, List<ProcessFolder>> folders() throws IOException {
        Map<AgentId, List<ProcessFolder>> left = new HashMap<>();
        for (AgentId agent : folders.agents()) {
            List<ProcessFolder> processes = folders.processes(agent);
            if (!processes.isEmpty() && !agents.containsKey(agent)) {
                left.put(agent, processes);
            }
        }
        return left;
    }

    private Map<ProcessIdentity, EndSignal> alive(List<ProcessFolder> processes) throws IOException {
        Map<ProcessIdentity, EndSignal> alive = new HashMap<>();
        for (ProcessFolder folder : processes) {
            Optional<ProcessRecord> known = ProcessRecord.read(folder);
            known.filter(record -> table.alive(record.identity())).ifPresent(record -> alive.put(record.identity(), record.end()));
        }
        return alive;
    }

    private boolean isRunning(AgentId agent) {
        return Optional.ofNullable(agents.get(agent)).filter(FileAgentProcesses::isRunning).isPresent();
    }

    @Override
    public void leave() {
        List.copyOf(agents.values()).forEach(FileAgentProcesses::leave);
        stopThreads();
    }

    @Override
    public void close() {
        List<FileAgentProcesses> open = List.copyOf(agents.values());
        open.forEach(FileAgentProcesses::end); // all at once, so that the slowest sets the time and not the sum
        open.forEach(FileAgentProcesses::close);
        stopThreads();
        LOG.log(Level.DEBUG, "Processes of {0} agents were ended", open.size());
    }

    private void stopThreads() {
        workshop.journals().close();
        workshop.fifo().shutdownNow();
        workshop.ender().close();
    }

    private static PluginException failed(String message, IOException e) {
        return new PluginException(PluginException.Code.IO, message + ": " + e.getMessage(), e);
    }
}
