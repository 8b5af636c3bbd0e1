package sh.paseo.hosting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many more files this process may open. A listener whose accept fails for want of a descriptor is lost: Helidon stops it, and
 * stopping from its own thread never ends.
 */
final class Descriptors {
    /** For accepting itself, and for what the rest of the process opens meanwhile: the database, an agent's pipes. */
    private static final int RESERVE = 48;

    private final Path folder;
    private final long limit;

    Descriptors(Path process) {
        this.folder = process.resolve("fd");
        this.limit = limit(process.resolve("limits"));
    }

    static Descriptors ofThisProcess() {
        return new Descriptors(Path.of("/proc/self"));
    }

    /** Whether one more socket can be kept. */
    boolean enough() {
        if (limit == Long.MAX_VALUE) {
            return true;
        }
        String[] open = folder.toFile().list();
        return open == null || open.length + RESERVE <= limit;
    }

    /** The soft limit; unlimited where nobody says. */
    private static long limit(Path limits) {
        try {
            for (String line : Files.readAllLines(limits)) {
                if (line.startsWith("Max open files")) {
                    String[] cells = line.substring("Max open files".length()).strip().split("\\s+");
                    return cells[0].equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(cells[0]);
                }
            }
            return Long.MAX_VALUE;
        } catch (IOException e) {
            // No /proc here; the accept loop then has to do without this guard.
            return Long.MAX_VALUE;
        }
    }
}
