package sh.paseo.daemon.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sh.paseo.daemon.processes.ProcessLab.until;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.PluginException;
import sh.paseo.api.process.ProcessSpec;
import sh.paseo.api.process.ProcessSpec.EndSignal;
import sh.paseo.engine.AgentProcesses;

class FifoWriterTest {
    /** More than a pipe holds. */
    private static final String LARGE = "x".repeat(200_000);
    private static final int USR1 = 10;
    private static final String DEAF = "echo deaf; trap 'exit 0' TERM; while :; do sleep 0.02; done";
    private static final ProcessLimits IMPATIENT = new ProcessLimits(1 << 20, 1 << 20, 1L << 30, 0, Duration.ofMillis(1500),
            Duration.ofMillis(500),
            Duration.ofMillis(300));

    @TempDir
    Path home;
    private ProcessLab lab;

    @BeforeEach
    void open() {
        lab = new ProcessLab(home, IMPATIENT, Map.of());
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private AgentProcesses agent(Recorder recorder, String script) {
        AgentProcesses processes = lab.host.agent(ProcessLab.newAgent(), recorder);
        processes.start(lab.script(script));
        return processes;
    }

    @Test
    void linesKeepTheirOrderWhateverTheirSize() {
        Recorder recorder = new Recorder();
        AgentProcesses cat = lab.host.agent(ProcessLab.newAgent(), recorder);
        cat.start(new ProcessSpec(List.of("cat"), home, Map.of(), EndSignal.TERM));
        List<String> lines = IntStream.range(0, 300).mapToObj(i -> i + "-" + "y".repeat(i * 37 % 5000)).toList();

        CompletableFuture.allOf(lines.stream().map(cat::write).toArray(CompletableFuture<?>[]::new)).join();

        until(() -> recorder.lines().size() == 300);
        assertEquals(lines, recorder.texts());
    }

    @Test
    void agentThatDoesNotReadIsReportedAtTheDeadlineWithAllThatWaits() {
        AgentProcesses deaf = agent(new Recorder(), DEAF);

        CompletableFuture<Void> first = deaf.write(LARGE);
        CompletableFuture<Void> second = deaf.write("behind it");

        assertBroken("does not read", first);
        assertBroken("does not read", second);
    }

    @Test
    void partOfALineIsClosedBeforeTheNext() {
        Recorder recorder = new Recorder();
        AgentProcesses late = agent(recorder, "trap 'echo awake; exec cat' USR1; echo deaf; while :; do sleep 0.02; done");
        until(() -> !recorder.lines().isEmpty());
        assertBroken("does not read", late.write(LARGE));

        // Not SIGHUP: a shell cannot trap what nohup lets its parents ignore.
        Libc.kill(pid(late), USR1);
        until(() -> recorder.lines().size() == 2);
        late.write("next").join();

        until(() -> recorder.lines().size() == 4);
        assertTrue(LARGE.startsWith(recorder.texts().get(2)) && recorder.texts().get(2).length() < LARGE.length());
        assertEquals("next", recorder.texts().get(3));
    }

    private long pid(AgentProcesses processes) {
        String name = processes.current().orElseThrow();
        try (Stream<Path> found = Files.find(home.resolve("agents"), 2, (path, is) -> path.endsWith(name))) {
            return ProcessRecord.read(new ProcessFolder(found.findFirst().orElseThrow())).orElseThrow().identity().pid();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void twoThatDoNotReadDelayNobody() {
        List<CompletableFuture<Void>> stuck = List.of(agent(new Recorder(), DEAF).write(LARGE), agent(new Recorder(), DEAF).write(LARGE));
        Recorder recorder = new Recorder();
        AgentProcesses third = agent(recorder, "while read -r line; do echo $line; done");

        for (int i = 0; i < 20; i++) {
            third.write("x").join();
        }
        assertFalse(stuck.get(0).isDone() && stuck.get(1).isDone(), "all were written while the two still waited");
        until(() -> recorder.lines().size() == 20);
        stuck.forEach(write -> assertBroken("does not read", write));
    }

    @Test
    void agentThatDiesWithALineBeforeItIsReportedAtOnce() {
        Recorder recorder = new Recorder();
        AgentProcesses deaf = lab.host.agent(ProcessLab.newAgent(), recorder);
        long pid = deaf.start(lab.script(DEAF)).pid();
        until(() -> !recorder.lines().isEmpty());
        CompletableFuture<Void> write = deaf.write(LARGE);

        Libc.kill(pid, 9);

        assertThrows(CancellationException.class, write::join);
        until(() -> !recorder.exits().isEmpty());
        assertThrows(CancellationException.class, deaf.write("more")::join);
        AgentProcesses never = lab.host.agent(ProcessLab.newAgent(), recorder);
        assertBroken("no process", never.write("more"));
    }

    @Test
    void whatMayWaitIsBounded() {
        AgentProcesses deaf = agent(new Recorder(), DEAF);

        for (int i = 0; i < 5; i++) {
            deaf.write(LARGE);
        }

        assertBroken("KiB wait", deaf.write(LARGE));
    }

    @Test
    void lineWithALineEndIsRefused() {
        AgentProcesses deaf = agent(new Recorder(), DEAF);

        CompletionException failure = assertThrows(CompletionException.class, () -> deaf.write("two\nlines").join());
        assertEquals(PluginException.Code.INVALID, assertInstanceOf(PluginException.class, failure.getCause()).code());
    }

    private static void assertBroken(String part, CompletableFuture<Void> write) {
        PluginException failure = assertInstanceOf(PluginException.class, assertThrows(CompletionException.class, write::join).getCause());
        assertEquals(PluginException.Code.BROKEN, failure.code());
        assertTrue(failure.getMessage().contains(part), failure.getMessage());
    }
}
