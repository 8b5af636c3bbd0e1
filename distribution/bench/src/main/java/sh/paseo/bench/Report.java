package sh.paseo.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table in Markdown. The goals are those the project has set itself for such a machine. */
final class Report {
    private static final double KIB_IN_MIB = 1_024;

    private static final String FAN_OUT = """
        One agent emits %,d separate timeline items at once; each is stored durably before it is sent. Deliveries per second until every
        client has the last row, all clients read by one thread on the same machine. A client that was sent a gap asks for what it
        missed, as the documented client does.""";

    private static final String TIMELINES = """
        Homes whose agents have said much: texts, results of tools and lists of %d letters each, stored by the daemon itself. A start is
        measured as above, all homes in turns; median (min-max).""";

    private static final String PAGES = """
        Then, of the first agent: opening it, its newest page, and all pages back to the beginning, %d entries each, as a client sees
        them. Memory is taken beside a JVM of the measurement, so compare within the table; heap is what is alive after a collection.""";

    private static final String SLOW = """
        One agent says %,d items of %,d letters, a gibibyte, to %d clients read by one thread and to one that also asks; once alone, and
        once beside two more, of which one reads nothing and one a mebibyte a second until the others have the last row.""";

    private final List<String> lines = new ArrayList<>();

    Report heading(String text) {
        return line("").line("## " + text).line("");
    }

    Report line(String line) {
        lines.add(line);
        return this;
    }

    Report columns(String... names) {
        line(row(List.of(names)));
        return line(row(List.of(names).stream().map(name -> "---").toList()));
    }

    Report row(String... cells) {
        return line(row(List.of(cells)));
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }

    Report starts(StartBench starts) {
        heading("Start");
        line("From before the process is made, in milliseconds: median (min-max), n = " + starts.emptyNode.wall.count() + ".").line("");
        columns("What", "Wall ms", "CPU ms", "Goal ms");
        row("daemon, new home, to good `/api/health`", starts.newHome.health.spread(0), "", "480");
        row("daemon, new home, to a client's list of agents", starts.newHome.serving.spread(0), starts.newHome.cpu.spread(0), "");
        row("daemon, home in use, to good `/api/health`", starts.oldHome.health.spread(0), "", "480");
        row("daemon, home in use, to a client's list of agents", starts.oldHome.serving.spread(0), starts.oldHome.cpu.spread(0), "");
        row("`paseo ls`", starts.list.wall.spread(0), starts.list.cpu.spread(0), "240");
        row("`paseo --version`", starts.version.wall.spread(0), starts.version.cpu.spread(0), "240");
        row("yardstick: `node -e 0`", starts.emptyNode.wall.spread(0), starts.emptyNode.cpu.spread(0), "");
        return row("yardstick: bare Node server to good health", starts.nodeServer.spread(0), "", "");
    }

    Report memory(Map<String, Long> kib) {
        heading("Memory");
        line("Of the whole process tree in MiB, with no JVM of ours beside it: one would share pages and make PSS look smaller.").line("");
        columns("What", "PSS", "RSS", "Goal PSS");
        memoryRow("daemon, idle for the settling time", kib, "idle", "100");
        memoryRow("daemon, 10 idle agents, after the settling time", kib, "agents", "100");
        memoryRow("daemon without any plugin", kib, "bare", "");
        memoryRow("yardstick: bare Node server", kib, "node", "");
        line("").line("Settling time: " + kib.getOrDefault("settle_seconds", 0L) + " s.");
        long others = kib.getOrDefault("other_jvms", 0L);
        return others == 0 ? this : line("**" + others + " JVMs of others were alive: alone, PSS would lie between PSS and RSS.**");
    }

    Report size(long bytes, long files) {
        String text = "Unpacked distribution: %.1f MB in %d files, without a Java runtime.";
        return line("").line(String.format(Locale.ROOT, text, bytes / 1e6, files));
    }

    Report roundTrips(RoundTripBench trips) {
        heading("Round trips");
        line("One client, one question at a time, " + RoundTripBench.AGENTS + " idle agents, ms.").line("");
        columns("What", "p50", "p99", "max", "n");
        tripRow("session `ping` over WebSocket", trips.ping);
        tripRow("`fetch_agents_request` over WebSocket", trips.list);
        tripRow("WebSocket ping frame", trips.frame);
        tripRow("`/api/health`, connection kept", trips.health);
        tripRow("yardstick: text echo of the bare Node server", trips.nodeEcho);
        tripRow("yardstick: ping frame to the bare Node server", trips.nodeFrame);
        tripRow("yardstick: health of the bare Node server", trips.nodeHealth);
        return this;
    }

    Report fanOut(FanOutBench bench) {
        heading("Fan-out").line(String.format(Locale.ROOT, FAN_OUT, FanOutBench.ROWS)).line("");
        columns("Clients", "Deliveries/s", "First round", "CPU ms", "Fetched after a drop", "Bare Node, not storing", "Its CPU ms", "Goal");
        Map<Integer, String> goals = Map.of(1, "8,800", 10, "27,200", 50, "60,000");
        for (FanOutBench.Size size : bench.sizes) {
            row(Integer.toString(size.clients), size.perSecond.spread(0), String.format(Locale.ROOT, "%.0f", size.perSecond.first()),
                    size.cpuMillis.spread(0), Long.toString(size.fetched), size.node.spread(0), size.nodeCpuMillis.spread(0),
                    goals.get(size.clients));
        }
        return this;
    }

    Report timelines(TimelineBench bench) {
        heading("Long timelines").line(String.format(Locale.ROOT, TIMELINES, TimelineBench.ITEM_BYTES)).line("");
        TimelineBench.Kind empty = bench.kinds.getFirst();
        columns("Home", "Database MB", "Made, rows/s", "Start to good health ms", "Start to a list of agents ms", "Against no items",
                "CPU ms");
        for (TimelineBench.Kind kind : bench.kinds) {
            row(kind.name(), megabytes(kind.databaseBytes), kind.items == 0 ? "" : whole(kind.rowsPerSecond), kind.health.spread(0),
                    kind.serving.spread(0),
                    String.format(Locale.ROOT, "%+.0f %%", (kind.serving.median() / empty.serving.median() - 1) * 100),
                    kind.cpu.spread(0));
        }
        line("").line(String.format(Locale.ROOT, PAGES, TimelineBench.PAGE)).line("");
        columns("Home", "Open ms", "First tail ms", "Tail p50 ms", "Page p50 ms", "Page p99 ms", "Pages", "All pages ms",
                "PSS after start / paging MiB", "Live heap after start / paging MiB");
        for (TimelineBench.Kind kind : bench.kinds) {
            boolean any = kind.items > 0;
            row(kind.name(), any ? millis(kind.open.first()) : "", any ? millis(kind.firstTail) : "",
                    any ? millis(kind.tail.percentile(50)) : "", any ? millis(kind.pages.percentile(50)) : "",
                    any ? millis(kind.pages.percentile(99)) : "", any ? Integer.toString(kind.pages.count() + 1) : "",
                    any ? whole(kind.allPages) : "", mib(kind.started.pss()) + " / " + mib(kind.read.pss()),
                    mib(kind.started.heap()) + " / " + mib(kind.read.heap()));
        }
        return this;
    }

    Report slowClients(SlowClientBench bench) {
        heading("Slow clients");
        line(String.format(Locale.ROOT, SLOW, SlowClientBench.ITEMS, SlowClientBench.ITEM_BYTES, SlowClientBench.FAST)).line("");
        columns("Run", "Rows/s to each", "Fetched after a drop", "Ping p50 ms", "Ping p99 ms", "n", "Peak RSS MiB", "PSS after MiB",
                "Live heap after MiB");
        slowRow("without them", bench.alone);
        slowRow("beside them", bench.beside);
        bench.beside.fates.stream().distinct().forEach(fate -> line("").line("A client that did not keep up " + fate + "."));
        return this;
    }

    private void slowRow(String what, SlowClientBench.Round round) {
        row(what, whole(round.outcome.perSecond() / SlowClientBench.FAST), Long.toString(round.outcome.fetched()),
                millis(round.ping.percentile(50)), millis(round.ping.percentile(99)), Integer.toString(round.ping.count()),
                mib(round.peakRss), mib(round.after.pss()), mib(round.after.heap()));
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
    }

    private void memoryRow(String what, Map<String, Long> kib, String key, String goal) {
        if (kib.containsKey(key + "_pss")) {
            row(what, mib(kib.get(key + "_pss")), mib(kib.get(key + "_rss")), goal);
        }
    }

    private void tripRow(String what, Samples samples) {
        row(what, millis(samples.percentile(50)), millis(samples.percentile(99)), millis(samples.max()), Integer.toString(samples.count()));
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String mib(long kib) {
        return String.format(Locale.ROOT, "%.1f", kib / KIB_IN_MIB);
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}
