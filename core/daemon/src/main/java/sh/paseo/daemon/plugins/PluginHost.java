package sh.paseo.daemon.plugins;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import sh.paseo.api.ProviderId;
import sh.paseo.api.TransportId;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.transport.Transport;
import sh.paseo.daemon.home.Ownership;

/**
 * The plugins of this daemon. Every jar in the folders is reported on; one that is broken harms no other.
 *
 * <p>A plugin lives as long as the process: there is no unloading, because sessions and channels hold its classes.
 *
 * <p><b>Thread</b>: one loads; the lists can be read by any; any closes.
 */
public final class PluginHost implements AutoCloseable {
    /** The version of the plugin API, against which {@code Plugin-Requires} is checked. */
    public static final String API_VERSION = "0.1.0";

    private static final System.Logger LOG = System.getLogger(PluginHost.class.getName());
    private static final String SUFFIX = ".jar";
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final JarPlugins manager = new JarPlugins(API_VERSION, PluginHost.class.getClassLoader());
    private final Ownership ownership = Ownership.ofThisProcess();
    private final PluginRules rules;
    private final List<PluginReport> reports = new ArrayList<>();
    private final Map<String, Path> files = new HashMap<>();
    private final Map<ProviderId, AgentProvider> providers = new LinkedHashMap<>();
    private final Map<TransportId, Transport> transports = new LinkedHashMap<>();
    private final List<String> started = new ArrayList<>();

    private PluginHost(PluginRules rules) {
        this.rules = rules;
    }

    /**
     * Loads and starts the jars of the folders, in the order of the folders and of the files' names. A folder that does not exist is
     * empty. Never throws because of a plugin: {@link #reports} says what is wrong.
     */
    public static PluginHost load(List<Path> folders, PluginRules rules) {
        PluginHost host = new PluginHost(rules);
        folders.forEach(host::addFolder);
        return host;
    }

    /** Every jar that was found, in the order of loading. */
    public List<PluginReport> reports() {
        return List.copyOf(reports);
    }

    public List<AgentProvider> providers() {
        return List.copyOf(providers.values());
    }

    public List<Transport> transports() {
        return List.copyOf(transports.values());
    }

    private void addFolder(Path folder) {
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Optional<String> problem = ownership.problemUnlessRoots(folder);
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, file -> file.toString().endsWith(SUFFIX))) {
            found.forEach(jars::add);
        } catch (IOException e) {
            report(folder, Optional.empty(), PluginReport.State.FAILED, "the folder cannot be read: " + e);
            return;
        }
        jars.stream().sorted().forEach(file -> add(file, problem));
    }

    /** Whatever a plugin throws, errors of linkage and of the machine too, is its own failure. */
    private void add(Path file, Optional<String> folderProblem) {
        Optional<PluginJar> jar = Optional.empty();
        try {
            refuse(folderProblem.or(() -> ownership.problemUnlessRoots(file)));
            jar = Optional.of(PluginJar.read(file));
            String id = jar.get().id();
            if (rules.pluginDisabled().test(id)) {
                report(file, jar, PluginReport.State.DISABLED, "plugins.disabled names it");
                return;
            }
            check(jar.get());
            files.put(id, file);
            start(jar.get());
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.DEBUG, "plugin " + file, e);
            report(file, jar, PluginReport.State.FAILED, reason(e));
        }
    }

    private static void refuse(Optional<String> problem) {
        if (problem.isPresent()) {
            throw new PluginRefused(problem.get());
        }
    }

    private void check(PluginJar jar) {
        rules.check(jar);
        if (files.containsKey(jar.id())) {
            throw new PluginRefused("plugin " + jar.id() + " is already there, from " + files.get(jar.id()));
        }
        String requires = jar.descriptor().getRequires();
        if (!VersionRange.parse(requires).contains(API_VERSION)) {
            throw new PluginRefused("it requires the plugin API " + requires + ", this is " + API_VERSION);
        }
        if (jar.kind() == PluginReport.Kind.UNKNOWN) {
            throw new PluginRefused("no " + AgentProvider.class.getName() + " and no " + Transport.class.getName()
                    + " is named in META-INF/services");
        }
    }

    private void start(PluginJar jar) {
        try {
            manager.load(jar);
            if (manager.startPlugin(jar.id()) != PluginState.STARTED) {
                throw Optional.ofNullable(manager.getPlugin(jar.id()).getFailedException()).map(PluginHost::unstarted)
                        .orElseGet(() -> new PluginRefused("it could not be started"));
            }
            if (offer(jar)) {
                started.add(jar.id());
                report(jar.file(), Optional.of(jar), PluginReport.State.STARTED, "");
            } else {
                discard(jar.id());
                report(jar.file(), Optional.of(jar), PluginReport.State.DISABLED, "all its providers are disabled in agents.providers");
            }
        } catch (Throwable e) {
            discard(jar.id());
            throw e;
        }
    }

    private static PluginRefused unstarted(Throwable cause) {
        return new PluginRefused("it could not be started: " + reason(cause), cause);
    }

    /** Takes over all that the plugin offers and that is not disabled, or nothing. False if that is nothing. */
    private boolean offer(PluginJar jar) {
        Map<ProviderId, AgentProvider> newProviders = new HashMap<>();
        Map<TransportId, Transport> newTransports = new HashMap<>();
        for (Object extension : extensions(jar)) {
            if (extension instanceof AgentProvider provider) {
                ProviderId id = provider.descriptor().id();
                checkNew("provider", id, providers.containsKey(id) || newProviders.containsKey(id));
                newProviders.put(id, provider);
            }
            if (extension instanceof Transport transport) {
                TransportId id = transport.descriptor().id();
                checkNew("transport", id, transports.containsKey(id) || newTransports.containsKey(id));
                newTransports.put(id, transport);
            }
        }
        newProviders.keySet().removeIf(rules.providerDisabled());
        providers.putAll(newProviders);
        transports.putAll(newTransports);
        return !newProviders.isEmpty() || !newTransports.isEmpty();
    }

    private static void checkNew(String what, Object id, boolean known) {
        if (known) {
            throw new PluginRefused(what + " id " + id + " is already taken");
        }
    }

    private List<Object> extensions(PluginJar jar) {
        List<Object> extensions = new ArrayList<>();
        for (String name : manager.getExtensionClassNames(jar.id())) {
            extensions.add(extension(jar, name));
        }
        return extensions;
    }

    private Object extension(PluginJar jar, String name) {
        Class<?> type;
        try {
            type = manager.getPluginClassLoader(jar.id()).loadClass(name);
        } catch (ClassNotFoundException e) {
            throw new PluginRefused("class " + name + ", named in META-INF/services, is not in the jar", e);
        }
        checkType(jar.providers().contains(name), AgentProvider.class, type);
        checkType(jar.transports().contains(name), Transport.class, type);
        return manager.getExtensionFactory().create(type);
    }

    private static void checkType(boolean named, Class<?> service, Class<?> type) {
        if (named && !service.isAssignableFrom(type)) {
            throw new PluginRefused("class " + type.getName() + " is named as " + service.getName() + " but is none");
        }
    }

    /** A plugin that is not used keeps no file open, whatever it throws when it is stopped. */
    private void discard(String id) {
        PluginWrapper loaded = manager.getPlugin(id);
        if (loaded == null) {
            return;
        }
        contained(id, "stopping", manager::stopPlugin);
        loaded.setPluginState(PluginState.STOPPED);
        contained(id, "unloading", manager::unloadPlugin);
    }

    private static void contained(String id, String doing, Consumer<String> action) {
        try {
            action.accept(id);
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "plugin " + id + ": " + doing + " failed", e);
        }
    }

    private void report(Path file, Optional<PluginJar> jar, PluginReport.State state, String reason) {
        String name = file.getFileName().toString();
        String id = jar.map(PluginJar::id).orElse(name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name);
        PluginReport report = new PluginReport(id, jar.map(PluginJar::version).orElse(""),
                jar.map(PluginJar::kind).orElse(PluginReport.Kind.UNKNOWN), state, reason, file);
        reports.add(report);
        LOG.log(state == PluginReport.State.FAILED ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                "plugin {0} {1} from {2}: {3} {4}", report.id(), report.version(), file, state, reason);
    }

    private static String reason(Throwable failure) {
        if (failure instanceof PluginRefused) {
            return failure.getMessage();
        }
        boolean wrapper = failure instanceof PluginRuntimeException || failure instanceof InvocationTargetException
                || failure instanceof ExceptionInInitializerError;
        return wrapper && failure.getCause() != null ? reason(failure.getCause()) : failure.toString();
    }

    /** Stops the plugins, the last started first, each for at most 5 seconds. Idempotent. */
    @Override
    public synchronized void close() {
        for (String id : started.reversed()) {
            stop(id);
        }
        started.clear();
    }

    private void stop(String id) {
        Thread stopping = Thread.ofPlatform().name("stop-" + id).daemon().start(() -> contained(id, "stopping", manager::stopPlugin));
        try {
            if (!stopping.join(STOP_LIMIT)) {
                LOG.log(System.Logger.Level.WARNING, "plugin {0} does not stop; going on without it", id);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
