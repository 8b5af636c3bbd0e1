package sh.paseo.daemon.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sh.paseo.daemon.processes.ProcessLab.until;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.ProcessExit;
import sh.paseo.api.process.ProcessSpec;
import sh.paseo.api.process.ProcessSpec.EndSignal;
import sh.paseo.engine.AgentProcesses;
import sh.paseo.engine.ProcessListener;

class JournalThreadTest {
    private static final System.Logger LOG = System.getLogger(JournalThreadTest.class.getName());

    @TempDir
    Path home;

    private ProcessLab lab(Supplier<JournalEvents> events) {
        return new ProcessLab(home, ProcessLab.SHORT, Map.of(), events);
    }

    private AgentProcesses cat(ProcessLab lab, ProcessListener listener) {
        AgentProcesses processes = lab.host.agent(ProcessLab.newAgent(), listener);
        processes.start(new ProcessSpec(List.of("cat"), home, Map.of(), EndSignal.TERM));
        return processes;
    }

    /** Hands each line to whoever waits for it. */
    private static final class Handover implements ProcessListener {
        private final SynchronousQueue<Line> lines = new SynchronousQueue<>();

        @Override
        public boolean line(String process, Line line) {
            try {
                lines.put(line);
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public void exited(String process, ProcessExit exit) {
            // not looked at
        }
    }

    @Test
    void linesComeBackHoweverTheSystemTells() throws InterruptedException {
        for (Supplier<JournalEvents> events : List.<Supplier<JournalEvents>>of(JournalEvents::ofThisSystem, PolledEvents::new)) {
            try (ProcessLab lab = lab(events)) {
                Handover handover = new Handover();
                AgentProcesses processes = cat(lab, handover);
                long[] nanos = new long[500];
                for (int i = 0; i < nanos.length; i++) {
                    long before = System.nanoTime();
                    processes.write("line " + i);
                    assertEquals("line " + i, handover.lines.take().text());
                    nanos[i] = System.nanoTime() - before;
                }
                long[] warm = LongStream.of(nanos).skip(100).sorted().toArray();
                LOG.log(Level.INFO, "MEASURE a line to the agent and back: p50 {0} us, p99 {1} us", warm[warm.length / 2] / 1000,
                        warm[warm.length * 99 / 100] / 1000);
            }
        }
    }

    @Test
    void idleAgentsCostNoTime() {
        try (ProcessLab lab = lab(JournalEvents::ofThisSystem)) {
            Recorder recorder = new Recorder();
            for (int i = 0; i < 5; i++) {
                cat(lab, recorder).write("hello").join();
            }
            until(() -> recorder.lines().size() == 5);
            long before = cpuNanosOfJournal();
            assertTrue(before > 0, "the thread is seen");

            Awaitility.await().during(Duration.ofSeconds(1)).until(() -> recorder.lines().size() == 5);

            long used = cpuNanosOfJournal() - before;
            LOG.log(Level.INFO, "MEASURE journal thread with 5 idle agents: {0} us a second", used / 1000);
            assertTrue(used < 5_000_000, used + " ns in a second");
        }
    }

    private static long cpuNanosOfJournal() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getAllThreadIds())
                .filter(id -> {
                    ThreadInfo info = threads.getThreadInfo(id);
                    return info != null && info.getThreadName().equals("journal");
                })
                .map(threads::getThreadCpuTime).sum();
    }

    @Test
    void listenerThatThrowsLosesItsAgentAndHarmsNobody() {
        try (ProcessLab lab = lab(JournalEvents::ofThisSystem)) {
            Recorder broken = new Recorder();
            AgentProcesses first = cat(lab, new ProcessListener() {
                @Override
                public boolean line(String process, Line line) {
                    throw new IllegalStateException("a fault of the listener");
                }

                @Override
                public void exited(String process, ProcessExit exit) {
                    broken.exited(process, exit);
                }
            });
            Recorder recorder = new Recorder();
            AgentProcesses second = cat(lab, recorder);

            first.write("x").join();
            until(() -> !broken.exits().isEmpty());
            assertTrue(broken.exits().getFirst().stderrTail().contains("a fault of the listener"));
            second.write("y").join();
            until(() -> recorder.texts().equals(List.of("y")));
        }
    }

    @Test
    void hostThatRunsNothingHasNoThreads() {
        try (ProcessLab lab = lab(() -> {
            throw new AssertionError("nothing was started");
        })) {
            lab.reap();
            lab.host.agent(ProcessLab.newAgent(), new Recorder()).end().join();
        }
    }
}
