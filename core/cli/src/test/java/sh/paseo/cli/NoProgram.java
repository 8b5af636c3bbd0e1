package sh.paseo.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Must not be started, but for what a test overrides. */
class NoProgram implements DaemonProgram {
    @Override
    public Launched background(Map<String, String> environment, Path output) {
        throw new AssertionError("a daemon was started");
    }

    @Override
    public int foreground(Map<String, String> environment) {
        throw new AssertionError("a daemon was started");
    }

    @Override
    public Ended configure(Path home, List<String> words, String input) {
        throw new AssertionError("the daemon's program was started");
    }
}
