package sh.paseo.daemon.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sh.paseo.daemon.processes.ProcessLab.until;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.AgentId;
import sh.paseo.api.PluginException;
import sh.paseo.api.process.AgentProcess;
import sh.paseo.engine.AgentProcesses;
import sh.paseo.engine.JournalPosition;
import sh.paseo.engine.LeftProcess;

/** What one host leaves, the next one takes over. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class AdoptionTest {
    private static final String ECHO = "while read line; do echo \"got $line\"; done";

    @TempDir
    Path home;

    private final AgentId agent = ProcessLab.newAgent();
    private final Recorder before = new Recorder();
    private final Recorder after = new Recorder();
    private ProcessLab first;
    private ProcessLab next;
    private AgentProcesses left;
    private AgentProcesses taken;

    @BeforeEach
    void open() {
        first = new ProcessLab(home);
        next = new ProcessLab(home);
        left = first.host.agent(agent, before);
        taken = next.host.agent(agent, after);
    }

    @AfterEach
    void close() {
        next.close();
        first.close();
    }

    private String leave() {
        String name = left.current().orElseThrow();
        first.host.leave();
        return name;
    }

    @Test
    void lettingGoLeavesTheProcessAndTellsNothing() {
        AgentProcess process = left.start(first.script(ECHO));
        left.write("one").join();
        until(() -> before.texts().equals(List.of("got one")));

        String name = leave();

        assertTrue(process.alive());
        assertEquals(List.of(), before.exits());
        try (ProcessLab looking = new ProcessLab(home)) {
            assertEquals(Map.of(agent, Optional.of(new LeftProcess(name, true))), looking.host.left());
        }
    }

    @Test
    void anAdoptedProcessIsReadFromAPlaceAndWrittenTo() {
        AgentProcess process = left.start(first.script(ECHO));
        left.write("one").join();
        left.write("two").join();
        until(() -> before.lines().size() == 2);

        AgentProcess adopted = taken.adopt(leave(), before.lines().getFirst().end(), false);

        until(() -> after.texts().equals(List.of("got two")));
        until(() -> after.caughtUp() > 0);
        assertEquals(before.lines().get(1), after.lines().getFirst());
        assertEquals(process.pid(), adopted.pid());
        assertTrue(adopted.alive());
        taken.write("three").join();
        until(() -> after.texts().equals(List.of("got two", "got three")));
    }

    @Test
    void theEndOfAnAdoptedProcessIsToldOnceAfterItsLastLineAndItsCodeIsNotKnown() {
        left.start(first.script("read line; echo last; exit 3"));
        taken.adopt(leave(), 0, false);

        taken.write("go").join();

        until(() -> after.exits().size() == 1);
        assertEquals(List.of("last"), after.texts());
        assertEquals(OptionalInt.empty(), after.exits().getFirst().code());
        assertFalse(after.exits().getFirst().asked());
    }

    @Test
    void aProcessThatHasEndedMeanwhileIsReadToItsEnd() {
        AgentProcess process = left.start(first.script("read line; echo one; echo two; printf half"));
        String name = leave();
        try (ProcessLab third = new ProcessLab(home)) {
            AgentProcesses writing = third.host.agent(agent, new Recorder());
            writing.adopt(name, 0, false);
            writing.write("go").join();
            until(() -> !first.alive(process.pid()));
            third.host.leave();
        }

        AgentProcess adopted = taken.adopt(name, 0, false);

        until(() -> after.exits().size() == 1);
        assertEquals(List.of("one", "two"), after.texts());
        assertFalse(adopted.alive());
    }

    @Test
    void anAdoptedProcessIsEndedWithAllItStarted() {
        left.start(first.script("setsid sleep 60 & echo $! > tool; " + ECHO));
        long tool = first.pidIn(home.resolve("tool"));
        AgentProcess adopted = taken.adopt(leave(), 0, false);

        taken.end().join();

        assertFalse(adopted.alive());
        assertFalse(next.alive(tool));
        until(() -> after.exits().size() == 1);
        assertTrue(after.exits().getFirst().asked());
    }

    @Test
    void aLineThatMayHaveBeenLeftInPartIsClosedBeforeAnythingElse() {
        left.start(first.script("while IFS= read -r line; do echo \"<$line>\"; done"));

        taken.adopt(leave(), 0, true);
        taken.write("next").join();

        until(() -> after.texts().equals(List.of("<>", "<next>")));
    }

    @Test
    void theJournalOfAnAdoptedProcessGoesWhenItIsDone() {
        left.start(first.script("read line; echo last"));
        String name = leave();
        taken.adopt(name, 0, false);
        taken.write("go").join();
        until(() -> after.exits().size() == 1);

        taken.committed(new JournalPosition(name, after.lines().getLast().end()));

        assertFalse(Files.exists(next.folder(agent, name)));
    }

    @Test
    void whatIsNotKnownCannotBeAdopted() throws IOException {
        Path unknown = Files.createDirectories(home.resolve("agents").resolve(agent.value()).resolve("0001-0001"));

        assertThrows(PluginException.class, () -> taken.adopt("0001-0001", 0, false));
        assertThrows(PluginException.class, () -> taken.adopt("../elsewhere", 0, false));
        try (ProcessLab looking = new ProcessLab(home)) {
            assertEquals(Map.of(agent, Optional.empty()), looking.host.left());
        }
        assertTrue(Files.exists(unknown));
    }

    @Test
    void anAgentThatWritesMoreThanIsTakenIsComplainedOf() {
        ProcessLimits small = new ProcessLimits(1 << 20, 1 << 20, 100_000, 0, Duration.ofSeconds(5), Duration.ofMillis(500),
                Duration.ofMillis(300));
        try (ProcessLab lab = new ProcessLab(home, small, Map.of())) {
            Recorder slow = new Recorder();
            slow.room(1);
            lab.host.agent(ProcessLab.newAgent(), slow).start(lab.script("yes 'a line that nobody takes' | head -n 20000; read line"));

            until(() -> !slow.complaints().isEmpty());
            assertTrue(slow.complaints().getFirst().contains("faster than they could be stored"), slow.complaints().toString());
        }
    }
}
