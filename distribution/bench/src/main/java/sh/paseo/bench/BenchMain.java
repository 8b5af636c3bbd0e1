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
import sh.paseo.bench.Options.Bench;

/**
 * Measures an unpacked distribution and writes the table. Order: starts, then round trips and fan-out against one
 * daemon, then long timelines, then clients that do not keep up, then agents that go on without their daemon.
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
        Report report = head(programs, loadBefore);
        if (options.benches().contains(Bench.START)) {
            starts(options, programs, report);
        }
        if (options.memory().isPresent()) {
            report.memory(memory(options.memory().get()));
        }
        long[] size = programs.size();
        report.size(size[0], size[1]);
        trafficWithNode(options, programs, report);
        if (options.benches().contains(Bench.TIMELINES)) {
            TimelineBench timelines = new TimelineBench(programs);
            timelines.run(options.rounds());
            report.timelines(timelines);
        }
        if (options.benches().contains(Bench.SLOW)) {
            SlowClientBench slow = new SlowClientBench();
            slow.run(programs);
            report.slowClients(slow);
        }
        if (options.benches().contains(Bench.REATTACH)) {
            System.err.println("bench: agents that go on");
            ReattachBench reattach = new ReattachBench(programs);
            reattach.run(options.rounds());
            ReattachReport.write(report, reattach);
        }
        return report.text();
    }

    private static void starts(Options options, Programs programs, Report report) throws IOException {
        StartBench starts = new StartBench(programs);
        for (int round = 1; round <= options.rounds(); round++) {
            System.err.println("bench: start, round " + round + " of " + options.rounds());
            starts.round();
        }
        report.starts(starts);
    }

    /** Against one daemon, with a bare Node server as yardstick. */
    private static void trafficWithNode(Options options, Programs programs, Report report) throws IOException {
        boolean trips = options.benches().contains(Bench.TRIPS);
        boolean fanOut = options.benches().contains(Bench.FANOUT);
        if (!trips && !fanOut) {
            return;
        }
        Path folder = Files.createDirectories(programs.scratch().resolve("project"));
        try (Started daemon = programs.daemon(programs.home(true)); Started node = programs.nodeServer()) {
            daemon.awaitServing();
            if (trips) {
                System.err.println("bench: round trips");
                RoundTripBench bench = new RoundTripBench();
                bench.run(daemon, node, folder);
                report.roundTrips(bench);
            }
            if (fanOut) {
                System.err.println("bench: fan-out");
                FanOutBench bench = new FanOutBench();
                bench.run(daemon, node, folder);
                report.fanOut(bench);
            }
        }
    }

    private static Report head(Programs programs, double loadBefore) throws IOException {
        Report report = new Report().line("# Results").line("");
        String machine = Machine.describe(programs.runtime());
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
