package sh.paseo.daemon.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sh.paseo.daemon.processes.ProcessLab.until;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.AgentId;
import sh.paseo.api.process.AgentProcess;
import sh.paseo.api.process.ProcessSpec.EndSignal;
import sh.paseo.engine.AgentProcesses;

/** Nothing of an agent runs on when it has ended, and nobody else is touched. */
class EndingTest {
    /** A tool shell as agents start them: in a session of its own, ignoring what is kind, with a child, writing its number. */
    private static final String TOOL = "setsid sh -c \"trap '' TERM INT HUP; echo \\$\\$ >tool; "
            + "while :; do sleep 60 & echo \\$! >child; wait; done\" >/dev/null 2>&1 & ";
    /** The same, with an environment that does not say whose it is. */
    private static final String NAMELESS = "env -i setsid sh -c 'echo $$ >nameless; exec sleep 60' >/dev/null 2>&1 & ";
    private static final String WAIT = "while :; do sleep 0.05; done";

    @TempDir
    Path home;
    private ProcessLab lab;
    private final AgentId agent = ProcessLab.newAgent();
    private final Recorder recorder = new Recorder();
    private AgentProcesses processes;

    @BeforeEach
    void open() {
        lab = new ProcessLab(home);
        processes = lab.host.agent(agent, recorder);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void agentGetsTheSignalItAskedFor() {
        for (EndSignal signal : EndSignal.values()) {
            processes.start(lab.script(signal, "trap 'echo INT; exit 5' INT; trap 'echo TERM; exit 6' TERM; echo ready; " + WAIT));
            int before = recorder.exits().size();
            until(() -> recorder.texts().stream().filter("ready"::equals).count() == before + 1);

            processes.end().join();

            until(() -> recorder.exits().size() == before + 1);
            assertEquals(signal.name(), recorder.texts().getLast());
            assertEquals(OptionalInt.of(signal == EndSignal.INT ? 5 : 6), recorder.exits().getLast().code());
            assertTrue(recorder.exits().getLast().asked());
        }
    }

    @Test
    void agentHearsASignalThatItsDaemonWasStartedToIgnore() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment before = arena.allocate(256, 8);
            assertEquals(0, Libc.call(Libc.function("sigaction"), 2, 0, before.address()));
            Libc.call(Libc.function("signal"), 2, 1, 0);
            try {
                processes.start(lab.script(EndSignal.INT, "trap 'exit 5' INT; echo ready; " + WAIT));
                until(() -> !recorder.texts().isEmpty());
                processes.end().join();
                until(() -> !recorder.exits().isEmpty());
                assertEquals(OptionalInt.of(5), recorder.exits().getFirst().code());
            } finally {
                Libc.call(Libc.function("sigaction"), 2, before.address(), 0);
            }
        }
    }

    @Test
    void agentThatIgnoresTheSignalIsKilledWithAllItStarted() {
        AgentProcess process = processes.start(lab.script(TOOL + NAMELESS + "trap '' TERM; " + WAIT));
        List<Long> all = List.of(process.pid(), lab.pidIn(home.resolve("tool")), lab.pidIn(home.resolve("child")),
                lab.pidIn(home.resolve("nameless")));
        all.forEach(pid -> assertTrue(lab.alive(pid)));

        process.end();
        processes.end().join();

        all.forEach(pid -> assertFalse(lab.alive(pid)));
        until(() -> !recorder.exits().isEmpty());
        assertEquals(OptionalInt.of(137), recorder.exits().getFirst().code());
        assertTrue(recorder.exits().getFirst().asked());
    }

    @Test
    void whatAKilledAgentLeavesIsEndedBeforeItsExitIsTold() {
        AgentProcess process = processes.start(lab.script(TOOL + WAIT));
        long tool = lab.pidIn(home.resolve("tool"));
        long child = lab.pidIn(home.resolve("child"));

        Libc.kill(process.pid(), 9);

        until(() -> !recorder.exits().isEmpty());
        assertFalse(lab.alive(tool) || lab.alive(child));
        assertFalse(recorder.exits().getFirst().asked());
    }

    @Test
    void endOfAnAgentLeavesOthersAlone() {
        AgentProcess process = processes.start(lab.script(WAIT));
        AgentProcess other = lab.host.agent(ProcessLab.newAgent(), new Recorder()).start(lab.script(TOOL + WAIT));
        long tool = lab.pidIn(home.resolve("tool"));

        process.end();

        until(() -> !recorder.exits().isEmpty());
        assertTrue(other.alive() && lab.alive(tool));
    }

    @Test
    void nextDaemonEndsWhatADeadOneLeft() throws IOException {
        Files.createDirectories(home.resolve("agents/.not an agent/folder"));
        AgentProcess left = processes.start(lab.script(TOOL + NAMELESS + WAIT));
        List<Long> all = List.of(left.pid(), lab.pidIn(home.resolve("tool")), lab.pidIn(home.resolve("nameless")));
        AgentId quiet = ProcessLab.newAgent();
        lab.host.stateDirectory(quiet);

        try (ProcessLab next = new ProcessLab(home)) {
            assertEquals(Set.of(agent), next.reap());
            assertEquals(Set.of(), next.reap());
        }

        all.forEach(pid -> assertFalse(lab.alive(pid)));
        assertFalse(Files.exists(lab.folder(agent, processes.current().orElseThrow())));
        assertTrue(Files.isDirectory(lab.host.stateDirectory(agent)));
    }

    @Test
    void toolsThatOutlivedAgentAndDaemonAreFoundByTheirName() throws IOException {
        Path folder = Files.createDirectories(home.resolve("agents").resolve(agent.value()).resolve("20260101-000000-00000000"));
        ProcessBuilder builder = new ProcessBuilder("setsid", "sleep", "60");
        builder.environment().put("PASEO_AGENT_ID", agent.value());
        Process tool = builder.start();
        try (ProcessLab next = new ProcessLab(home)) {
            assertEquals(Set.of(agent), next.reap());

            until(() -> !tool.isAlive());
            assertFalse(Files.exists(folder));
        } finally {
            tool.destroyForcibly();
        }
    }

    @Test
    void whoOnlyLooksLikeALeftProcessIsSpared() throws Exception {
        AgentFolders folders = new AgentFolders(home.resolve("agents"));
        ProcessBuilder foreign = new ProcessBuilder("sleep", "60");
        foreign.environment().put("PASEO_AGENT_ID", ProcessLab.newAgent().value());
        Process stranger = foreign.start();
        try (ProcessLab next = new ProcessLab(home)) {
            ProcessIdentity real = ProcessTable.ofThisSystem().identity(stranger.pid()).orElseThrow();
            List<ProcessIdentity> alike = List.of(new ProcessIdentity(real.pid(), real.started() - 1, real.boot()),
                    new ProcessIdentity(real.pid(), real.started(), "an earlier boot"));
            for (ProcessIdentity identity : alike) {
                ProcessFolder folder = folders.newProcess(agent, Instant.EPOCH);
                new ProcessRecord(identity, EndSignal.TERM, Path.of("/bin/sleep"), Instant.EPOCH).write(folder);
            }
            Files.writeString(folders.newProcess(agent, Instant.EPOCH).record(), "{\"format\":1,\"pid\":\"broken\"");

            assertEquals(Set.of(agent), next.reap());

            assertFalse(stranger.waitFor(200, TimeUnit.MILLISECONDS));
            assertEquals(List.of(), folders.processes(agent));
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void reapLeavesRunningAgentsAlone() {
        AgentProcess process = processes.start(lab.script(WAIT));

        assertEquals(Set.of(), lab.reap());
        lab.host.reap(Set.of(agent));

        assertTrue(process.alive());
    }

    @Test
    void hostEndsAllAgentsAtOnceWhenItCloses() {
        List<AgentProcess> stubborn = Stream.generate(() -> lab.host.agent(ProcessLab.newAgent(), new Recorder()))
                .limit(6).map(each -> each.start(lab.script("trap '' TERM; " + WAIT))).toList();
        long before = System.nanoTime();

        lab.close();

        assertTrue(stubborn.stream().noneMatch(process -> lab.alive(process.pid())));
        long oneAfterTheOther = 6 * ProcessLab.SHORT.endGrace().toNanos();
        assertTrue(System.nanoTime() - before < oneAfterTheOther, "took " + (System.nanoTime() - before) / 1_000_000 + " ms");
    }

    @Test
    void startsLeaveNoFilesOpenAndNoProcesses() throws IOException {
        runToTheEnd(5);
        long before = openFiles();

        runToTheEnd(200);

        until(() -> openFiles() <= before);
        assertEquals(List.of(), new AgentFolders(home.resolve("agents")).processes(agent));
        assertEquals(Set.of(), ProcessTable.ofThisSystem().marked(AgentEnvironment.AGENT, Set.of(agent.value())).keySet());
    }

    private void runToTheEnd(int times) {
        for (int i = 0; i < times; i++) {
            int before = recorder.exits().size();
            processes.start(lab.script("read line; echo noise >&2; exit 0"));
            processes.write("go").join();
            until(() -> recorder.exits().size() == before + 1);
        }
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    @Test
    void withoutSetsidTheNumberIsStillTheAgents() throws Exception {
        AgentFolders folders = new AgentFolders(home.resolve("agents"));
        AgentEnvironment environment = new AgentEnvironment(Map.of());
        ProcessLauncher launcher = new ProcessLauncher(folders, environment, ProcessTable.ofThisSystem(), InstantSource.system(),
                Optional.empty());

        ProcessLauncher.Launched launched = launcher.launch(agent, lab.script("echo $$; exit 3"));

        assertEquals(3, launched.process().waitFor());
        assertEquals(launched.process().pid() + "\n", Files.readString(launched.folder().out()));
    }
}
