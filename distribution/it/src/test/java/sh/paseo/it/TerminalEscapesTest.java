package sh.paseo.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts of agents and of their users on a real terminal: they are shown and not obeyed. */
class TerminalEscapesTest {
    /** Bold, dim and colours: what Paseo itself tells a terminal. */
    private static final String OURS = "\u001b\\[[0-9;]*m";
    private static final String TITLE = "\u001b]0;pwned\u0007\u001b[2J\u001b[1;1Hx\rovertyped\u009b31m\u202etxt";

    @TempDir
    Path scratch;

    @Test
    void titlesPromptsAndErrorsAreShownAndNotObeyed() throws Exception {
        try (var paseo = Distribution.shipped(scratch)) {
            paseo.start();
            var agent = paseo.run("run", "--provider", "demo", "--mode", "auto", "--title", TITLE, "--json", "do " + TITLE).ok()
                    .jsonObject().getString("agentId");
            var hostile = Files.writeString(Files.createDirectories(paseo.work()).resolve("hostile"), TITLE);
            var words = "\"$(cat '" + hostile + "')\"";
            for (var command : List.of("ls", "logs " + agent, "inspect " + agent, "inspect " + words, "run --provider " + words + " hi",
                    "--host " + words + " ls", "send " + words + " hi", words)) {
                try (var terminal = PseudoTerminal.run(paseo, command)) {
                    terminal.exit();
                    var screen = terminal.screen().replaceAll(OURS, "").replace("\r\n", "\n");
                    assertTrue(screen.codePoints().noneMatch(TerminalEscapesTest::obeyed), () -> command + " shows " + screen);
                }
            }
        }
    }

    private static boolean obeyed(int c) {
        var control = c < ' ' && c != '\n' && c != '\t' || c >= 0x7f && c <= 0x9f;
        return control || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
    }
}
