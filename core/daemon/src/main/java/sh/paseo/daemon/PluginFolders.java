package sh.paseo.daemon;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where plugins lie: in the distribution, then in the user's home. */
final class PluginFolders {
    private static final String PLUGINS = "plugins";

    private PluginFolders() {}

    static List<Path> of(Path home) {
        Optional<Path> distribution = Optional.ofNullable(System.getProperty("paseo.install")).map(install -> Path.of(install, PLUGINS));
        return Stream.concat(distribution.stream(), Stream.of(home.resolve(PLUGINS))).toList();
    }
}
