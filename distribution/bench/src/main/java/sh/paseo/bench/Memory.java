package sh.paseo.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Memory of a started daemon in KiB. A JVM of ours stands beside it, so that PSS looks a little smaller than alone: for comparing.
 *
 * @param heap what is alive in the Java heap, after a collection; taken last, because asking takes memory too
 */
record Memory(long pss, long rss, long heap) {
    private static final Pattern PSS = Pattern.compile("(?m)^Pss: +(\\d+) kB");
    private static final Pattern RSS = Pattern.compile("(?m)^Rss: +(\\d+) kB");
    /** The two generations of the collector that the launcher chooses. */
    private static final Pattern USED = Pattern.compile("(?m)^(?:DefNew|Tenured) .*used (\\d+)K");

    static Memory of(ProcessTree tree, Programs programs) throws IOException {
        long pss = sum(tree, PSS);
        long rss = sum(tree, RSS);
        Path jcmd = programs.runtime().resolve("bin/jcmd");
        long jvm = tree.members().filter(Memory::isJava).findFirst()
                .orElseThrow(() -> new BenchException("there is no JVM in the daemon's tree")).pid();
        output(jcmd, jvm, "GC.run");
        String info = output(jcmd, jvm, "GC.heap_info");
        long heap = USED.matcher(info).results().mapToLong(used -> Long.parseLong(used.group(1))).sum();
        if (heap == 0) {
            throw new BenchException("cannot read the heap of the daemon from: " + info);
        }
        return new Memory(pss, rss, heap);
    }

    static long rss(ProcessTree tree) throws IOException {
        return sum(tree, RSS);
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info().command().filter(command -> command.endsWith("/java")).isPresent();
    }

    private static long sum(ProcessTree tree, Pattern what) throws IOException {
        long sum = 0;
        for (ProcessHandle member : tree.members().toList()) {
            Matcher found = what.matcher(Files.readString(Path.of("/proc/" + member.pid() + "/smaps_rollup")));
            if (found.find()) {
                sum += Long.parseLong(found.group(1));
            }
        }
        return sum;
    }

    private static String output(Path jcmd, long jvm, String command) throws IOException {
        Process process = new ProcessBuilder(List.of(jcmd.toString(), Long.toString(jvm), command)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new BenchException(command + " of " + jvm + " failed: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
        return output;
    }
}
