package sh.paseo.daemon.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sh.paseo.daemon.processes.ProcessLab.until;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.AgentId;
import sh.paseo.api.PluginException;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.ProcessExit;
import sh.paseo.api.process.AgentProcess;
import sh.paseo.api.process.ProcessSpec;
import sh.paseo.api.process.ProcessSpec.EndSignal;
import sh.paseo.engine.AgentProcesses;
import sh.paseo.engine.JournalPosition;

class FileAgentProcessesTest {
    private static final String ECHO = "while IFS= read -r line; do printf 'got %s\\n' \"$line\"; done";

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

    private Path folder() {
        return lab.folder(agent, processes.current().orElseThrow());
    }

    @Test
    void linesGoInAndComeOutWithTheirPlaces() {
        processes.start(lab.script(ECHO));

        processes.write("one").join();
        processes.write("zwei \u00e4\u20ac").join();

        until(() -> recorder.lines().size() == 2);
        assertEquals(List.of(new Line(0, 8, "got one", false), new Line(8, 8 + 15, "got zwei \u00e4\u20ac", false)), recorder.lines());
    }

    @Test
    void inputNeverEndsForTheAgent() {
        processes.start(lab.script("read first; read second; echo \"$first $second\""));

        processes.write("a").join();
        until(() -> Files.exists(folder().resolve("in")));
        processes.write("b").join();

        until(() -> recorder.texts().equals(List.of("a b")));
    }

    @Test
    void theNumberIsTheAgentsAndItLeadsASessionOfItsOwn() throws IOException {
        AgentProcess process = processes.start(lab.script("echo $$; " + ECHO));

        until(() -> !recorder.lines().isEmpty());
        assertEquals(List.of(Long.toString(process.pid())), recorder.texts());
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        assertEquals(Long.toString(process.pid()), stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3]);
    }

    @Test
    void theRecordNamesTheProcessAndOnlyTheUserCanReadWhatIsKept() throws IOException {
        AgentProcess process = processes.start(lab.script(EndSignal.INT, ECHO));

        ProcessRecord known = ProcessRecord.read(new ProcessFolder(folder())).orElseThrow();
        assertEquals(ProcessTable.ofThisSystem().identity(process.pid()).orElseThrow(), known.identity());
        assertEquals(EndSignal.INT, known.end());
        for (String file : List.of("in", "out", "err", "process.json")) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().resolve(file))), file);
        }
        for (Path each : List.of(folder(), folder().getParent(), lab.host.stateDirectory(agent))) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(each)), each.toString());
        }
    }

    @Test
    void exitIsToldOnceAfterAllLines() {
        processes.start(lab.script("for i in 1 2 3; do echo $i; done; echo oh no >&2; exit 7"));

        until(() -> !recorder.exits().isEmpty());
        assertEquals(List.of("1", "2", "3"), recorder.texts());
        assertEquals(List.of(new ProcessExit(OptionalInt.of(7), "oh no\n", false)), recorder.exits());
    }

    @Test
    void exitWaitsForALineThatIsRefused() {
        recorder.room(1);
        AgentProcess process = processes.start(lab.script("echo 1; echo 2"));

        until(() -> !process.alive() && recorder.refused() > 3);
        assertEquals(List.of(), recorder.exits());
        recorder.room(2);
        until(() -> recorder.exits().size() == 1);
        assertEquals(List.of("1", "2"), recorder.texts());
    }

    @Test
    void killedAgentIsToldWithItsSignalAndItsHalfLineIsNoLine() throws IOException {
        AgentProcess process = processes.start(lab.script("echo whole; printf half; " + ECHO));
        until(() -> Files.size(folder().resolve("out")) == 10);

        Libc.kill(process.pid(), 9);

        until(() -> !recorder.exits().isEmpty());
        assertEquals(OptionalInt.of(137), recorder.exits().getFirst().code());
        assertFalse(recorder.exits().getFirst().asked());
        assertEquals(List.of("whole"), recorder.texts());
        assertThrows(CancellationException.class, () -> processes.write("x").join());
    }

    @Test
    void lineOfTenMegabytesPassesBothWays() {
        String large = "x".repeat(10 << 20);
        processes.start(new ProcessSpec(List.of("/bin/cat"), home, Map.of(), EndSignal.TERM));

        processes.write("before");
        processes.write(large).join();
        processes.write("after");

        until(() -> recorder.lines().size() == 3);
        assertEquals(List.of("before", large, "after"), recorder.texts());
    }

    @Test
    void lineBeyondTheLimitEndsTheAgent() {
        AgentProcess process = processes.start(lab.script("echo first; head -c 20000000 /dev/zero; echo; " + ECHO));

        until(() -> !recorder.exits().isEmpty());
        assertFalse(process.alive());
        assertEquals(List.of("first"), recorder.texts());
        assertTrue(recorder.exits().getFirst().stderrTail().contains("longer than"), recorder.exits().toString());
        assertFalse(recorder.exits().getFirst().asked());
    }

    @Test
    void refusedLineIsOfferedAgainAndNothingIsLost() {
        recorder.room(10);
        processes.start(lab.script("i=0; while [ $i -lt 5000 ]; do i=$((i+1)); echo $i; done"));

        until(() -> recorder.refused() > 3);
        for (int room = 11; room < 300; room += 17) {
            recorder.room(room);
            int size = room;
            until(() -> recorder.lines().size() == size);
        }
        recorder.room(Integer.MAX_VALUE);

        until(() -> !recorder.exits().isEmpty());
        assertEquals(IntStream.rangeClosed(1, 5000).mapToObj(Integer::toString).toList(), recorder.texts());
    }

    @Test
    void refusingAgentDoesNotDelayAnother() {
        recorder.room(0);
        processes.start(lab.script("echo waits; " + ECHO));
        until(() -> recorder.refused() > 0);
        Recorder other = new Recorder();
        AgentProcesses second = lab.host.agent(ProcessLab.newAgent(), other);
        second.start(lab.script(ECHO));

        for (int i = 1; i <= 50; i++) {
            second.write("x");
        }

        until(() -> other.lines().size() == 50);
        assertEquals(List.of(), recorder.lines());
    }

    @Test
    void agentWithMuchToSayLetsOthersBeHeard() {
        processes.start(lab.script("yes 'this agent never stops talking'"));
        until(() -> recorder.lines().size() > 10_000);
        Recorder other = new Recorder();
        AgentProcesses second = lab.host.agent(ProcessLab.newAgent(), other);
        second.start(lab.script("echo me too; " + ECHO));

        until(() -> !other.lines().isEmpty());
        processes.close();
    }

    @Test
    void standardErrorIsCutAndItsLastLinesAreTold() {
        processes.start(lab.script("i=0; while [ $i -lt 60000 ]; do i=$((i+1)); echo \"noise number $i ....................\" >&2; done; "
                + "read go; echo last words >&2; exit 3"));

        until(() -> Files.size(folder().resolve("err")) < (1 << 20) && recorder.exits().isEmpty());
        processes.write("go").join();

        until(() -> !recorder.exits().isEmpty());
        String tail = recorder.exits().getFirst().stderrTail();
        assertTrue(tail.endsWith("noise number 60000 ....................\nlast words\n"), tail);
        assertTrue(tail.startsWith("noise number") && tail.getBytes(UTF_8).length <= 4096, tail);
    }

    @Test
    void secondProcessMustWaitForTheEndOfTheFirst() {
        AgentProcess first = processes.start(lab.script(ECHO));
        String name = processes.current().orElseThrow();

        assertThrows(PluginException.class, () -> processes.start(lab.script(ECHO)));
        first.end();
        until(() -> !recorder.exits().isEmpty());
        processes.start(lab.script(ECHO));
        processes.write("again").join();

        until(() -> recorder.texts().equals(List.of("got again")));
        assertFalse(processes.current().orElseThrow().equals(name));
        assertTrue(recorder.exits().getFirst().asked());
    }

    @Test
    void journalGoesWhenItsProcessEndedAndItsLinesAreCommitted() {
        processes.start(lab.script("echo 1; echo 2; read go; exit 0"));
        Path folder = folder();
        String name = folder.getFileName().toString();
        until(() -> recorder.lines().size() == 2);

        processes.committed(new JournalPosition(name, 4));
        assertTrue(Files.exists(folder), "the process still runs");
        processes.write("go").join();
        until(() -> !recorder.exits().isEmpty());
        processes.committed(new JournalPosition(name, 2));
        assertTrue(Files.exists(folder), "a line is not committed");
        processes.committed(new JournalPosition("another", 99));
        assertTrue(Files.exists(folder), "this is another's position");
        processes.committed(new JournalPosition(name, 4));
        assertFalse(Files.exists(folder));
    }

    @Test
    void positionInALaterJournalCoversTheEarlierOnes() {
        processes.start(lab.script("echo 1"));
        Path first = folder();
        until(() -> recorder.exits().size() == 1);
        processes.start(lab.script("echo 2; " + ECHO));
        until(() -> recorder.lines().size() == 2);

        processes.committed(new JournalPosition(processes.current().orElseThrow(), 2));

        assertFalse(Files.exists(first));
        assertTrue(Files.exists(folder()));
    }

    @Test
    void journalOfAClosedAgentGoesWithIt() {
        processes.start(lab.script("echo 1; " + ECHO));
        Path first = folder();
        until(() -> recorder.lines().size() == 1);

        processes.close();

        assertFalse(Files.exists(first));
    }

    @Test
    void journalWithoutLinesGoesAtOnce() {
        processes.start(lab.script("exit 1"));
        Path folder = folder();

        until(() -> !recorder.exits().isEmpty());
        assertFalse(Files.exists(folder));
    }

    @Test
    void missingProgramOrFolderIsSaid() throws IOException {
        assertCode(PluginException.Code.MISSING,
                () -> processes.start(new ProcessSpec(List.of("no-such-program"), home, Map.of(), EndSignal.TERM)));
        Path gone = Files.createDirectory(home.resolve("gone"));
        ProcessSpec spec = new ProcessSpec(List.of("sh"), gone, Map.of(), EndSignal.TERM);
        Files.delete(gone);
        assertCode(PluginException.Code.MISSING, () -> processes.start(spec));
        assertFalse(Files.exists(home.resolve("agents").resolve(agent.value())), "nothing is left of it");
    }

    @Test
    void closedAgentHearsNothingAndNothingOfItRuns() {
        AgentProcess process = processes.start(lab.script("echo 1; " + ECHO));
        until(() -> recorder.lines().size() == 1);

        processes.close();
        processes.close();

        assertFalse(lab.alive(process.pid()));
        assertEquals(List.of(), recorder.exits());
        assertCode(PluginException.Code.INVALID, () -> processes.start(lab.script(ECHO)));
        lab.host.forget(agent);
        assertFalse(Files.exists(home.resolve("agents").resolve(agent.value())));
    }

    private static void assertCode(PluginException.Code code, Runnable action) {
        assertEquals(code, assertThrows(PluginException.class, action::run).code());
    }
}
