package sh.paseo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every command sends what was recorded, and prints from the recorded answers what was recorded. */
@Timeout(30)
class RecordedConversationTest {
    private static final String AGENT = "65a6b54b-03ed-4f51-b387-ab12ec334a3f";
    private static final String ATTACHED = "d1cdf9cf-9358-43f1-8d0e-3ba8fbff0f0a";
    private static final String FOLDER = "/home/ann/proj";
    /** Five minutes after the only agent of recording 01 was created. */
    private static final Instant NOW = Instant.parse("2026-11-22T07:51:40Z");

    @TempDir
    Path home;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            01-ls                | ls
            02-ls-all            | ls -a -g --json
            03-provider-ls       | provider ls
            04-provider-models   | provider models mock
            05-run-wait          | run --provider mock/ten-second-stream --title t-run emit 20 agent stream updates
            05b-run-detach-long  | run -d --json --provider mock/one-minute-stream --title t-attach go
            06-run-detach        | run -d --json --provider mock/ten-second-stream --title t-detach --label k=v go
            08-logs              | logs AGENT --tail 20
            09-wait              | wait AGENT --timeout 30
            10-send              | send AGENT emit 5 coalesced agent stream updates
            11-send-nowait       | send --no-wait AGENT stream again please
            12-stop              | stop AGENT
            12b-stop             | stop d1cdf9cf-9358-43f1-8d0e-3ba8fbff0f0a
            13-inspect           | inspect AGENT --json
            14-agent-mode-list   | agent mode AGENT --list
            15-agent-mode-set    | agent mode AGENT load-test
            16-agent-update      | agent update AGENT --name renamed --label x=y
            17-run-permission    | run -d --json --provider mock/ten-second-stream --title t-plan emit a synthetic plan approval
            18-wait-permission   | wait 68449126-f2fd-4de8-9014-04383f3cdda7 --timeout 5
            19-permit-ls         | permit ls
            20-permit-allow      | permit allow 68449126-f2fd-4de8-9014-04383f3cdda7 --all
            21-run-permission2   | run -d --provider mock/ten-second-stream --title t-plan2 emit a synthetic plan approval
            22-permit-deny       | permit deny 8c2cd684-9f6e-43be-9f2d-514bec9148ec --all --message no_thanks
            23-agent-reload      | agent reload AGENT
            25-run-worktree      | run -d --json --provider mock/ten-second-stream --worktree wt-one emit 3 agent stream updates
            39-archive           | archive AGENT --force
            40-delete            | delete 68449126-f2fd-4de8-9014-04383f3cdda7
            """)
    void commandSpeaksAndPrintsAsRecorded(String name, String line) {
        replay(name, words(line), 0);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            24-worktree-ls       | worktree ls
            26-worktree-ls       | worktree ls --json
            44-ls-bad-agent      | inspect deadbeef
            """)
    void failureIsPrintedAsRecorded(String name, String line) {
        replay(name, words(line), 1);
    }

    @Test
    void attachShowsTheAgentAtWorkUntilCtrlC() {
        replay("07-attach", List.of("attach", ATTACHED), 0);
    }

    @Test
    void logsFollowTheAgentUntilCtrlC() {
        replay("08b-logs-follow", List.of("logs", "-f", ATTACHED), 0);
    }

    private static List<String> words(String line) {
        return List.of(line.strip().split(" ")).stream().map(word -> word.equals("AGENT") ? AGENT : word.replace('_', ' ')).toList();
    }

    private void replay(String name, List<String> words, int exit) {
        Recording recording = Recording.load(name);
        FakeTerminal terminal = FakeTerminal.pipe();
        var daemon = new RecordedDaemon(recording, () -> {
            if (terminal.handlesInterrupt()) {
                terminal.interrupt();
            }
        });
        var around = new Surroundings(Map.of("PASEO_HOME", home.toString()), Path.of("/home/nobody"), Path.of(FOLDER),
                InstantSource.fixed(NOW));
        int actual = new Cli(new World(terminal, around, daemon, new NoProgram())).run(words);
        assertEquals(List.of(), daemon.differences());
        assertEquals(String.join("\n", comparable(recording.printed())),
                String.join("\n", comparable((terminal.written() + terminal.errors()).lines().toList())));
        assertEquals(exit, actual);
    }

    /** The recordings had a longer folder name when their tables were drawn; blanks behind it say nothing. */
    private static List<String> comparable(List<String> lines) {
        List<String> comparable = new ArrayList<>();
        for (String line : lines) {
            comparable.add(line.contains(FOLDER) && !line.contains("\"") ? String.join(" ", line.trim().split(" +")) : line);
        }
        return comparable;
    }
}
