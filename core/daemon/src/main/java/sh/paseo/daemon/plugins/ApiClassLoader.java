package sh.paseo.daemon.plugins;

import java.util.List;

/**
 * What plugins see of the host: the JDK, the plugin API with the JSON interfaces in its signatures, and PF4J. Nothing else of the
 * daemon or its libraries. A rule about names, not a sandbox.
 */
final class ApiClassLoader extends ClassLoader {
    /** Whole packages, so that types which refer to one another never come from two places. */
    private static final List<String> SHARED = List.of("sh.paseo.api.", "org.pf4j.", "jakarta.json.");

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader host;

    ApiClassLoader(ClassLoader host) {
        super("plugin-api", ClassLoader.getPlatformClassLoader());
        this.host = host;
    }

    static boolean isShared(String className) {
        return SHARED.stream().anyMatch(className::startsWith);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return isShared(name) ? host.loadClass(name) : super.loadClass(name, resolve);
    }
}
