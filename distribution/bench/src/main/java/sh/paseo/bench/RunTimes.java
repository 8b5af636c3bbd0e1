package sh.paseo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Wall and CPU time of a program that is run to its end, once for each time it is run. */
final class RunTimes {
    /** Ticks in which Linux counts CPU time for programs to see; the same on every machine. */
    private static final int MILLIS_PER_TICK = 10;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    final Samples wall = new Samples();
    final Samples cpu = new Samples();

    /** Runs the program; nothing else that was started here may end meanwhile, for its time would be counted too. */
    void take(Programs programs, ProcessBuilder program) throws IOException {
        long before = childrenMillis();
        wall.add(programs.run(program));
        cpu.add(childrenMillis() - before);
    }

    /** CPU time of all programs that we started and that have ended. */
    private static long childrenMillis() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(afterName[CHILDREN_USER]) + Long.parseLong(afterName[CHILDREN_SYSTEM])) * MILLIS_PER_TICK;
    }
}
