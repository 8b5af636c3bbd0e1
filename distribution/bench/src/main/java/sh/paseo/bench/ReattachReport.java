package sh.paseo.bench;

import java.util.Locale;

/** What {@link ReattachBench} found, in Markdown. */
final class ReattachReport {
    private static final String RESTART = """
        The daemon is killed with SIGKILL while scripted agents say a word every 20 ms, and started again. Milliseconds from before its
        process is made: median (min-max). Text is joined for up to 60 ms before it is a row.""";

    private static final String LATENCY = """
        From an agent's call of the system to a client's row of it, once stored durably, n = %d, ms; and the same line through a pipe to
        a reader that does nothing with it.""";

    private ReattachReport() {}

    static Report write(Report report, ReattachBench bench) {
        report.heading("Agents that go on").line(RESTART).line("");
        report.columns("What", "No agent", "1 agent", "10 agents");
        row(report, "daemon, to good `/api/health`", bench, restarts -> restarts.health);
        row(report, "daemon, to a client that is served", bench, restarts -> restarts.serving);
        ReattachBench.Restarts one = bench.restarts.get(1);
        ReattachBench.Restarts ten = bench.restarts.get(10);
        report.row("to a new row of every agent at that client", "", one.allSeen.spread(0), ten.allSeen.spread(0));
        report.row("of that, after the client is served", "", one.adoption.spread(0), ten.adoption.spread(0));
        report.line("").line(String.format(Locale.ROOT, "With one agent, n = %d: its next row is seen after p50 %.0f and p99 %.0f ms, and "
                + "p50 %.0f and p99 %.0f ms after the client is served.", one.allSeen.count(), one.allSeen.percentile(50),
                one.allSeen.percentile(99), one.adoption.percentile(50), one.adoption.percentile(99)));
        report.line("").line(String.format(Locale.ROOT, LATENCY, ReattachBench.CLOCKS)).line("");
        report.columns("What", "p50", "p99", "max");
        latency(report, "through journal, store and WebSocket to a client", bench.throughDaemon);
        latency(report, "yardstick: through a pipe", bench.throughPipe);
        return report;
    }

    private interface Figure {
        Samples of(ReattachBench.Restarts restarts);
    }

    private static void row(Report report, String what, ReattachBench bench, Figure figure) {
        report.row(what, figure.of(bench.restarts.get(0)).spread(0), figure.of(bench.restarts.get(1)).spread(0),
                figure.of(bench.restarts.get(10)).spread(0));
    }

    private static void latency(Report report, String what, Samples samples) {
        report.row(what, String.format(Locale.ROOT, "%.3f", samples.percentile(50)),
                String.format(Locale.ROOT, "%.3f", samples.percentile(99)), String.format(Locale.ROOT, "%.3f", samples.max()));
    }
}
