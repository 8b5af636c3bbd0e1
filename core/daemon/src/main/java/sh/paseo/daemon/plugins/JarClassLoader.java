package sh.paseo.daemon.plugins;

import org.pf4j.ClassLoadingStrategy;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/** Looks into the plugin's jar first, so that its own libraries win, except for what it shares with the host. */
final class JarClassLoader extends PluginClassLoader {
    static {
        registerAsParallelCapable();
    }

    JarClassLoader(PluginManager plugins, PluginDescriptor descriptor, ClassLoader parent) {
        super(plugins, descriptor, parent, ClassLoadingStrategy.PDA);
    }

    /** A copy of the API that a plugin brings along would be another API: its types would not be ours. */
    @Override
    protected boolean shouldDelegateToParent(String className) {
        return ApiClassLoader.isShared(className);
    }
}
