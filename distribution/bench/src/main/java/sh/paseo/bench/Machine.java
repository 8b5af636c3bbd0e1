package sh.paseo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the measurement ran on, as far as it matters and no further. */
final class Machine {
    /** Above this the numbers are pessimistic: somebody else was at work. */
    static final double QUIET_LOAD = 0.5;

    private static final Pattern MEMORY = Pattern.compile("MemTotal:\\s+(\\d+) kB");
    private static final double KIB_IN_GIB = 1_024 * 1_024;

    private Machine() {}

    static String describe(Path runtime) throws IOException {
        Matcher memory = MEMORY.matcher(Files.readString(Path.of("/proc/meminfo")));
        long kib = memory.find() ? Long.parseLong(memory.group(1)) : 0;
        String gib = String.format(Locale.ROOT, "%.0f GiB", kib / KIB_IN_GIB);
        String kernel = System.getProperty("os.version").replaceFirst("^(\\d+\\.\\d+).*", "$1");
        return Runtime.getRuntime().availableProcessors() + " cores, " + gib + ", " + System.getProperty("os.name") + " " + kernel + " "
                + System.getProperty("os.arch") + ", " + java(runtime);
    }

    /** The average over the last minute. */
    static double load() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    }

    private static String java(Path runtime) throws IOException {
        Properties release = new Properties();
        try (var in = Files.newBufferedReader(runtime.resolve("release"))) {
            release.load(in);
        }
        return (release.getProperty("IMPLEMENTOR", "") + " JDK " + release.getProperty("JAVA_RUNTIME_VERSION",
                release.getProperty("JAVA_VERSION", "unknown"))).replace("\"", "");
    }
}
