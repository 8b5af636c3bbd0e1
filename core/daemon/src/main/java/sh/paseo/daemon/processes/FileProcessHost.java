package sh.paseo.daemon.processes;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
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
        workshop = new Workshop(folders, launcher, new JournalThread(events), fifoThread(), ender, limits);
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

    /** The environment that the agent's processes get, without what their specifications add. */
    public Map<String, String> environment(AgentId agent) {
        return environment.of(agent, Map.of());
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

    /** Leaves alone what this host itself runs. Returns when nothing runs any more. */
    @Override
    public Set<AgentId> reap() {
        try {
            Map<AgentId, List<ProcessFolder>> left = left();
            if (left.isEmpty()) {
                return Set.of();
            }
            Set<String> ids = left.keySet().stream().map(AgentId::value).collect(Collectors.toSet());
            Set<AgentId> ended = new HashSet<>();
            table.marked(AgentEnvironment.AGENT, ids).values().forEach(id -> ended.add(new AgentId(id)));
            Map<ProcessIdentity, EndSignal> roots = new HashMap<>();
            for (Map.Entry<AgentId, List<ProcessFolder>> agent : left.entrySet()) {
                Map<ProcessIdentity, EndSignal> alive = alive(agent.getValue());
                roots.putAll(alive);
                if (!alive.isEmpty()) {
                    ended.add(agent.getKey());
                }
            }
            workshop.ender().end(roots, new TreeEnder.Mark(AgentEnvironment.AGENT, ids)).join();
            for (ProcessFolder folder : left.values().stream().flatMap(List::stream).toList()) {
                if (alive(List.of(folder)).isEmpty()) {
                    folders.delete(folder); // else the next start must find it
                }
            }
            return ended;
        } catch (IOException e) {
            throw failed("Cannot look for the processes of an earlier daemon", e);
        }
    }

    private Map<AgentId, List<ProcessFolder>> left() throws IOException {
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
    public void close() {
        List<FileAgentProcesses> open = List.copyOf(agents.values());
        open.forEach(FileAgentProcesses::end); // all at once, so that the slowest sets the time and not the sum
        open.forEach(FileAgentProcesses::close);
        workshop.journals().close();
        workshop.fifo().shutdownNow();
        workshop.ender().close();
        LOG.log(Level.DEBUG, "Processes of {0} agents were ended", open.size());
    }

    /** Ends every process, as {@link #close} does, before there is a way to adopt one. */
    public void leave() {
        close();
    }

    private static PluginException failed(String message, IOException e) {
        return new PluginException(PluginException.Code.IO, message + ": " + e.getMessage(), e);
    }
}
