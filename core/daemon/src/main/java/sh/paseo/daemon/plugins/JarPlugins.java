package sh.paseo.daemon.plugins;

import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pf4j.AbstractExtensionFinder;
import org.pf4j.AbstractPluginManager;
import org.pf4j.DefaultExtensionFactory;
import org.pf4j.ExtensionFactory;
import org.pf4j.ExtensionFinder;
import org.pf4j.Plugin;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginManager;
import org.pf4j.PluginRepository;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PluginWrapper;
import org.pf4j.RuntimeMode;
import org.pf4j.VersionManager;

/**
 * PF4J with parts that take what {@link PluginJar} has read: it looks for no plugins by itself, opens no zip file systems, reads no
 * status files and needs no semantic versions.
 */
final class JarPlugins extends AbstractPluginManager {
    private final Map<Path, PluginJar> jars;
    private final ClassLoader api;

    JarPlugins(String apiVersion, ClassLoader host) {
        // Before the constructor of PF4J, which asks for the parts.
        this.jars = new HashMap<>();
        this.api = new ApiClassLoader(host);
        super(List.of());
        setSystemVersion(apiVersion);
    }

    /** Makes the plugin's class loader. Throws what PF4J throws; nothing is loaded then. */
    void load(PluginJar jar) {
        jars.put(jar.file(), jar);
        loadPlugin(jar.file());
    }

    @Override
    public RuntimeMode getRuntimeMode() {
        return RuntimeMode.DEPLOYMENT;
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
        return new PluginDescriptorFinder() {
            @Override
            public boolean isApplicable(Path file) {
                return jars.containsKey(file);
            }

            @Override
            public PluginDescriptor find(Path file) {
                return jars.get(file).descriptor();
            }
        };
    }

    @Override
    protected PluginLoader createPluginLoader() {
        PluginManager self = this;
        return new PluginLoader() {
            @Override
            public boolean isApplicable(Path file) {
                return jars.containsKey(file);
            }

            @Override
            public ClassLoader loadPlugin(Path file, PluginDescriptor descriptor) {
                JarClassLoader loader = new JarClassLoader(self, descriptor, api);
                loader.addFile(file.toFile());
                return loader;
            }
        };
    }

    @Override
    protected ExtensionFinder createExtensionFinder() {
        ServiceFileFinder finder = new ServiceFileFinder(this);
        addPluginStateListener(finder);
        return finder;
    }

    /** Finds what the service files of the plugin API name. Other services in a jar are its libraries' affair. */
    private final class ServiceFileFinder extends AbstractExtensionFinder {
        ServiceFileFinder(PluginManager plugins) {
            super(plugins);
        }

        @Override
        public Map<String, Set<String>> readPluginsStorages() {
            Map<String, Set<String>> found = new HashMap<>();
            for (PluginWrapper plugin : pluginManager.getPlugins()) {
                PluginJar jar = jars.get(plugin.getPluginPath());
                Set<String> names = new LinkedHashSet<>(jar.providers());
                names.addAll(jar.transports());
                found.put(plugin.getPluginId(), names);
            }
            return found;
        }

        @Override
        public Map<String, Set<String>> readClasspathStorages() {
            return Map.of();
        }
    }

    /** PF4J's own logs what goes wrong and returns null. */
    @Override
    protected PluginFactory createPluginFactory() {
        return plugin -> {
            String name = plugin.getDescriptor().getPluginClass();
            try {
                Constructor<?> constructor = plugin.getPluginClassLoader().loadClass(name).getConstructor();
                return (Plugin) constructor.newInstance();
            } catch (ReflectiveOperationException | ClassCastException e) {
                throw new PluginRuntimeException(e, "Plugin-Class {} is no public subclass of {} with a constructor without arguments",
                        name,
                        Plugin.class.getName());
            }
        };
    }

    @Override
    protected ExtensionFactory createExtensionFactory() {
        return new DefaultExtensionFactory();
    }

    /** The host loads what it has checked, file by file. */
    @Override
    protected PluginRepository createPluginRepository() {
        return new PluginRepository() {
            @Override
            public List<Path> getPluginPaths() {
                return List.of();
            }

            @Override
            public boolean deletePluginPath(Path file) {
                return false;
            }
        };
    }

    /** Which plugins are disabled stands in the configuration and is asked before PF4J hears of a plugin. */
    @Override
    protected PluginStatusProvider createPluginStatusProvider() {
        return new PluginStatusProvider() {
            @Override
            public boolean isPluginDisabled(String id) {
                return false;
            }

            @Override
            public void disablePlugin(String id) {
                throw new UnsupportedOperationException("plugins are disabled in the configuration");
            }

            @Override
            public void enablePlugin(String id) {
                throw new UnsupportedOperationException("plugins are enabled in the configuration");
            }
        };
    }

    @Override
    protected VersionManager createVersionManager() {
        return new VersionManager() {
            @Override
            public boolean checkVersionConstraint(String version, String range) {
                return VersionRange.parse(range).contains(version);
            }

            @Override
            public int compareVersions(String one, String other) {
                return VersionRange.compare(one, other);
            }
        };
    }
}
