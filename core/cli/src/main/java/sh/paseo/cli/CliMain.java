package sh.paseo.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import sh.paseo.cli.client.SocketDial;

/** Starts the {@code paseo} command. */
public final class CliMain {
    private CliMain() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.setProperty("java.util.logging.config.class", QuietLogging.class.getName());
        int exit = new Cli(world(Terminal.system())).run(List.of(arguments));
        if (exit != 0) {
            System.exit(exit);
        }
    }

    private static World world(Terminal terminal) {
        Optional<Path> install = Optional.ofNullable(System.getProperty("paseo.install")).map(Path::of);
        String home = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
        var surroundings = new Surroundings(System.getenv(), Path.of(home), Path.of(System.getProperty("user.dir")),
                InstantSource.system());
        return new World(terminal, surroundings, new SocketDial(), new DaemonLauncher(install));
    }
}
