package sh.paseo.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What is alive in another JVM's heap, by that JVM's own word. */
final class LiveHeap {
    /** The two generations of the collector that the launcher chooses. */
    private static final Pattern USED = Pattern.compile("(?m)^ *(?:DefNew|Tenured|def new|tenured) .*used (\\d+)K");

    private LiveHeap() {}

    /** In KiB, after a collection. */
    static long of(ProcessHandle jvm) throws IOException {
        jcmd(jvm, "GC.run");
        var info = jcmd(jvm, "GC.heap_info");
        var used = USED.matcher(info).results().mapToLong(part -> Long.parseLong(part.group(1))).sum();
        assertTrue(used > 0, info);
        return used;
    }

    private static String jcmd(ProcessHandle jvm, String command) throws IOException {
        var program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(program, Long.toString(jvm.pid()), command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
