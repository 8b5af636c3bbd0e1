package sh.paseo.daemon.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static sh.paseo.daemon.processes.ProcessLab.until;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.AgentId;
import sh.paseo.engine.JournalExcerpt;

class JournalReaderTest {
    @TempDir
    Path home;
    private final AgentId agent = ProcessLab.newAgent();
    private final Recorder recorder = new Recorder();

    private static List<String> texts(JournalExcerpt excerpt) {
        return excerpt.lines().stream().map(line -> line.text().orElse("?")).toList();
    }

    private JournalExcerpt read(ProcessLab lab, long from, int atMost) {
        return lab.host.journal(agent, from, atMost).orElseThrow();
    }

    @Test
    void wholeLinesAreReadFromAnyStartOfALine() {
        try (ProcessLab lab = new ProcessLab(home)) {
            assertEquals(Optional.empty(), lab.host.journal(agent, 0, 100));
            lab.host.agent(agent, recorder).start(lab.script("echo one; echo; echo drei\u00e4; printf half; read x"));
            until(() -> lab.host.journal(agent, 0, 100).filter(excerpt -> excerpt.size() == 16).isPresent());
            JournalExcerpt all = read(lab, 0, 100);
            assertEquals(List.of("one", "", "drei\u00e4"), texts(all));
            assertEquals(List.of("drei\u00e4"), texts(read(lab, all.lines().get(1).end(), 100)));
            assertEquals(List.of(), texts(read(lab, all.lines().getLast().end(), 100)));
            assertEquals(List.of(), texts(read(lab, 1_000, 100)));
        }
    }

    @Test
    void aPieceEndsWithALineAndHoldsOneAtLeast() {
        try (ProcessLab lab = new ProcessLab(home)) {
            lab.host.agent(agent, recorder).start(lab.script("echo a; echo a-long-line; echo b; read x"));
            until(() -> recorder.texts().size() == 3);
            assertEquals(List.of("a"), texts(read(lab, 0, 6)));
            assertEquals(List.of("a-long-line"), texts(read(lab, 2, 6)));
        }
    }

    @Test
    void aLineThatIsTooLongIsFoundAndNotRead() {
        try (ProcessLab lab = new ProcessLab(home)) {
            int size = 2 * JournalReader.LONGEST + 5;
            lab.host.agent(agent, recorder)
                    .start(lab.script("echo a; head -c \"$1\" /dev/zero | tr '\\0' x; echo; echo b; read x", String.valueOf(size)));
            until(() -> recorder.texts().size() == 3);
            JournalExcerpt excerpt = read(lab, 2, 100);
            assertEquals(List.of(new JournalExcerpt.Piece(2, 2L + size + 1, Optional.empty())), excerpt.lines());
            assertEquals(List.of("b"), texts(read(lab, excerpt.lines().getFirst().end(), 100)));
        }
    }

    @Test
    void theNewestProcessIsRead() {
        try (ProcessLab lab = new ProcessLab(home)) {
            var processes = lab.host.agent(agent, recorder);
            processes.start(lab.script("echo first"));
            until(() -> !recorder.exits().isEmpty());
            processes.start(lab.script("echo second; read x"));
            until(() -> recorder.texts().size() == 2);
            JournalExcerpt excerpt = read(lab, 0, 100);
            assertEquals(List.of("second"), texts(excerpt));
            assertEquals(processes.current(), Optional.of(excerpt.process()));
        }
    }
}
