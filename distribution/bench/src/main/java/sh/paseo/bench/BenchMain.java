package sh.paseo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures an unpacked distribution and writes the table. Order: starts, then round trips and fan-out against one daemon,
 * then agents that go on without theirs.
 *
 * <p>Exit code: 0 when everything was measured, 1 when something was not; then no table is written.
 */
public final class BenchMain {
    private static final String METHOD = """
        The shipped launcher with its own flags and caches is measured from outside over the documented protocol. All of a table was
        measured in one run, in turns; compare within a run only. The goals are those the project has set itself for such a machine.""";

    private BenchMain() {}

    public static void main(String[] arguments) {
        try {
            Options options = Options.of(List.of(arguments));
            Path scratch = Files.createTempDirectory("paseo-bench");
            try {
                String table = measure(options, new Programs(options.distribution(), scratch));
                Files.writeString(options.results(), table);
                System.out.println(table);
            } finally {
                delete(scratch);
            }
        } catch (IOException | BenchException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(1);
        }
    }

    private static String measure(Options options, Programs programs) throws IOException {
        double loadBefore = Machine.load();
        Map<String, Long> memory = options.memory().isPresent() ? memory(options.memory().get()) : Map.of();
        StartBench starts = new StartBench(programs);
        for (int round = 1; round <= options.rounds(); round++) {
            System.err.println("bench: start, round " + round + " of " + options.rounds());
            starts.round();
        }
        RoundTripBench trips = new RoundTripBench();
        FanOutBench fanOut = new FanOutBench();
        Path folder = Files.createDirectory(programs.scratch().resolve("project"));
        try (Started daemon = programs.daemon(programs.home(true)); Started node = programs.nodeServer()) {
            daemon.awaitServing();
            System.err.println("bench: round trips");
            trips.run(daemon, node, folder);
            System.err.println("bench: fan-out");
            fanOut.run(daemon, node, folder);
        }
        System.err.println("bench: agents that go on");
        ReattachBench reattach = new ReattachBench(programs);
        reattach.run(options.rounds());
        Report report = head(options, loadBefore).starts(starts);
        if (!memory.isEmpty()) {
            report.memory(memory);
        }
        long[] size = programs.size();
        return ReattachReport.write(report.size(size[0], size[1]).roundTrips(trips).fanOut(fanOut), reattach).text();
    }

    private static Report head(Options options, double loadBefore) throws IOException {
        Report report = new Report().line("# Results").line("");
        String machine = Machine.describe(options.distribution());
        report.line("Written by `distribution/bench/run` on " + LocalDate.now(ZoneOffset.UTC) + ". " + machine + ".").line("");
        report.line(METHOD).line("");
        String load = String.format(Locale.ROOT, "Load average before: %.2f.", loadBefore);
        return report.line(load + (loadBefore > Machine.QUIET_LOAD
                ? " **The machine was busy with other work: these figures are pessimistic.**" : " The machine was otherwise idle."));
    }

    private static Map<String, Long> memory(Path file) throws IOException {
        Map<String, Long> figures = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] parts = line.split(" ");
            figures.put(parts[0], Long.parseLong(parts[1]));
        }
        return figures;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
