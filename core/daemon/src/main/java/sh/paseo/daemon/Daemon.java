package sh.paseo.daemon;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import sh.paseo.daemon.config.Config;
import sh.paseo.daemon.config.ConfigReader;
import sh.paseo.daemon.gateway.DaemonControl;
import sh.paseo.daemon.gateway.GatewayParts;
import sh.paseo.daemon.home.HomeException;
import sh.paseo.daemon.home.HomeFolder;
import sh.paseo.daemon.log.DaemonLog;
import sh.paseo.daemon.plugins.PluginHost;
import sh.paseo.daemon.plugins.PluginRules;
import sh.paseo.daemon.processes.FileProcessHost;
import sh.paseo.daemon.processes.ProcessLimits;
import sh.paseo.daemon.storage.SqliteStore;
import sh.paseo.engine.EngineException;
import sh.paseo.engine.Policy;
import sh.paseo.engine.Time;
import sh.paseo.protocol.Codec;

/**
 * One run of the daemon: opens the parts in their order, waits for the end, closes them in reverse. How it ends decides what becomes of
 * the agents: a stop ends them, all else leaves them at work for the next daemon, unless {@code agents.outlive} is false.
 *
 * <p>The store is opened beside the plugins, because both take their time; health is answered as soon as a transport listens, clients
 * are served when the agents are read.
 */
final class Daemon implements DaemonControl, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Daemon.class.getName());

    /** The system property that names the process that starts the daemon again; unset if whoever does so needs no looking after. */
    private static final String LAUNCHER = "paseo.launcher";

    /** How long an answer to the request that ends the daemon gets before its socket is closed. */
    private static final long LAST_WORDS_MILLIS = 100;

    /** How a run ends. */
    enum End {
        /** For good, and agents with it. */
        STOP,
        /** Agents go on. */
        LEAVE,
        /** Agents go on, and whoever started the daemon starts it again. */
        RESTART
    }

    private final CompletableFuture<End> end = new CompletableFuture<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private Daemon() {}

    /**
     * Runs until a client or a signal ends it.
     *
     * @param halt ends the process at once with this code, after a signal
     */
    static End run(Path home, Map<String, String> environment, List<String> listen, IntConsumer halt) {
        Daemon daemon = new Daemon();
        // The daemon is closed first: after that the signal's thread may end the process.
        try (EndOnSignal _ = EndOnSignal.listen(daemon::end, halt); daemon) {
            daemon.start(home, environment, listen);
            return daemon.end.join();
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /** Something that ends in one of two ways. */
    private void opened(BooleanSupplier first, Runnable firstWay, Runnable otherWay) {
        open.push(() -> (first.getAsBoolean() ? firstWay : otherWay).run());
    }

    private void start(Path path, Map<String, String> environment, List<String> listen) {
        InstantSource clock = InstantSource.system();
        HomeFolder home = HomeFolder.open(path, environment, clock);
        opened(() -> end.join() == End.RESTART, home::leave, home::close);
        openLog(home, environment);
        Config config = ConfigReader.read(home.path(), environment, listen);
        config.warnings().forEach(warning -> LOG.log(Level.WARNING, warning));
        String version = Version.current();
        LOG.log(Level.INFO, "paseo {0} starts in {1}, pid {2}", version, home.path(), String.valueOf(ProcessHandle.current().pid()));

        Codec codec = new Codec();
        CompletableFuture<SqliteStore> opening = openStore(home, codec, clock);
        PluginHost plugins = opened(PluginHost.load(PluginFolders.of(home.path()), new PluginRules(config.disabledPlugins()::contains,
                id -> !config.agents().enabled(id), config.pinned())));
        GatewayParts.Self self = new GatewayParts.Self(home.serverId(), home.hostname(), version);
        Entrance entrance = opened(new Entrance(config, self, clock));
        entrance.open(plugins.transports(), home.formerly());
        home.announce(entrance.address(), config.daemon().tls().map(Config.Tls::certificate));

        BooleanSupplier agentsGoOn = () -> end.join() != End.STOP && config.agents().outlive();
        FileProcessHost processes = new FileProcessHost(home.path().resolve("agents"), environment, clock,
                ProcessLimits.forHeap(Runtime.getRuntime().maxMemory()));
        opened(agentsGoOn, processes::leave, processes::close);
        InstalledProviders providers = new InstalledProviders(plugins.providers(), config, processes.programs(),
                processes.environment(), new AgentVariables(environment, processes.programs(), System::nanoTime));
        SqliteStore store = joined(opening);
        GatewayParts parts = GatewayParts.assemble(self,
                new GatewayParts.Surroundings(codec, store, processes, providers, plugins.providers(),
                        providers::probe, () -> PluginEntries.of(plugins.reports()),
                        new DaemonExamination(config, entrance, plugins, providers, new LoginShell(processes.programs(), environment)),
                        new Time(clock, System::nanoTime),
                        () -> UUID.randomUUID().toString(), policy(config), config.daemon().limits().times().hello()),
                this);
        opened(agentsGoOn, parts.agents()::leave, parts.agents()::close);
        parts.agents().load();
        opened(parts.gateway());
        entrance.ready(parts.gateway());
        LOG.log(Level.INFO, "ready");
    }

    private CompletableFuture<SqliteStore> openStore(HomeFolder home, Codec codec, InstantSource clock) {
        CompletableFuture<SqliteStore> opening = CompletableFuture
                .supplyAsync(() -> SqliteStore.open(home.path(), codec.jsonb(), clock),
                        task -> Thread.ofPlatform().name("open-store").start(task));
        opened(() -> opening.exceptionally(failed -> null).thenAccept(store -> {
            if (store != null) {
                store.close();
            }
        }).join());
        return opening;
    }

    private static Policy policy(Config config) {
        return new Policy(config.agents().idleAfter(), Policy.DEFAULT.proofLimit(), config.agents().outlive());
    }

    private void openLog(HomeFolder home, Map<String, String> environment) {
        try {
            opened(DaemonLog.open(home.path(), environment));
        } catch (IOException failure) {
            throw new HomeException(HomeException.Code.IO, "Cannot write " + home.path().resolve(DaemonLog.FILE) + ": " + failure, failure);
        }
    }

    private static SqliteStore joined(CompletableFuture<SqliteStore> opening) {
        try {
            return opening.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }

    @Override
    public void stop(String reason) {
        end(End.STOP, reason);
    }

    /** <b>Errors</b>: {@code EngineException} if nobody would start the daemon again. */
    @Override
    public void restart(String reason) {
        Long launcher = Long.getLong(LAUNCHER);
        if (launcher != null && ProcessHandle.current().parent().filter(parent -> parent.pid() == launcher).isEmpty()) {
            throw new EngineException(EngineException.Code.FAILED, "The launcher (pid " + launcher
                    + ") that would start the daemon again has ended; use: paseo daemon restart");
        }
        end(End.RESTART, reason);
    }

    /** The first who says how it ends is heard. */
    private void end(End how, String reason) {
        LOG.log(Level.INFO, "ending by {0}: {1}", how, reason);
        end.completeOnTimeout(how, LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Closes the parts, the last opened first; a part that fails does not keep the others open. */
    @Override
    public void close() {
        end.complete(End.LEAVE); // a start that failed ends no agent
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception failure) {
                LOG.log(Level.ERROR, "closing a part of the daemon failed", failure);
            }
        }
    }
}
