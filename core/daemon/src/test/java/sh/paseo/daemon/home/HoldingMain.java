package sh.paseo.daemon.home;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Opens the home given as argument, says {@code open} or {@code refused CODE}, and holds it until its standard input ends. */
final class HoldingMain {
    private HoldingMain() {}

    public static void main(String[] arguments) throws IOException {
        try (HomeFolder home = HomeFolder.open(Path.of(arguments[0]), Map.of(), InstantSource.system())) {
            home.announce("127.0.0.1:1", Optional.empty());
            System.out.println("open");
            System.in.read();
        } catch (HomeException e) {
            System.out.println("refused " + e.exitCode() + " " + e.getMessage());
        }
    }
}
