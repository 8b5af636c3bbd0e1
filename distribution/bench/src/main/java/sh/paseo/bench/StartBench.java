package sh.paseo.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Cold starts of daemon and command line. Each round starts everything once, so that a drift of the machine meets all alike. */
final class StartBench {
    final RunTimes emptyNode = new RunTimes();
    final Samples nodeServer = new Samples();
    final DaemonStart newHome = new DaemonStart();
    final DaemonStart oldHome = new DaemonStart();
    final RunTimes list = new RunTimes();
    final RunTimes version = new RunTimes();

    /** A daemon that has just started still compiles what it used, on the cores that the command needs. */
    private static final long SETTLING_NANOS = 3_000_000_000L;

    private final Programs programs;

    StartBench(Programs programs) {
        this.programs = programs;
    }

    void round() throws IOException {
        emptyNode.take(programs, programs.clean(List.of("node", "-e", "0")));
        try (Started node = programs.nodeServer()) {
            nodeServer.add(node.healthMillis());
        }
        Path home = programs.home(false);
        version.take(programs, programs.paseo(home, "--version"));
        newHome.take(programs, home, () -> {
            // Nothing more is asked of it.
        });
        oldHome.take(programs, home, () -> {
            LockSupport.parkNanos(SETTLING_NANOS);
            list.take(programs, programs.paseo(home, "ls"));
        });
    }

    /** What is measured while a daemon runs. */
    interface Meanwhile {
        void run() throws IOException;
    }

    /** The numbers of one way to start the daemon. */
    static final class DaemonStart {
        final Samples health = new Samples();
        final Samples serving = new Samples();
        final Samples cpu = new Samples();

        private void take(Programs programs, Path home, Meanwhile meanwhile) throws IOException {
            try (Started daemon = programs.daemon(home)) {
                double served = daemon.awaitServing();
                double used = daemon.tree().cpuMillis();
                health.add(daemon.healthMillis());
                serving.add(served);
                cpu.add(used);
                meanwhile.run();
            }
        }
    }
}
