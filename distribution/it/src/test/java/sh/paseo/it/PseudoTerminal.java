package sh.paseo.it;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command on a terminal of its own, made by {@code script(1)}. */
final class PseudoTerminal implements AutoCloseable {
    private static final Path SCRIPT = Path.of("/usr/bin/script");
    private static final String CTRL_C = "\u0003";

    private final Path screen;
    private final Process script;

    private PseudoTerminal(Path screen, Process script) {
        this.screen = screen;
        this.script = script;
    }

    /** Types {@code paseo} with these words; skips the test where no terminal can be made. */
    static PseudoTerminal run(Distribution paseo, String words) throws IOException {
        assumeTrue(Files.isExecutable(SCRIPT), "script(1) is not here to make a terminal");
        var builder = paseo.builder(List.of());
        var screen = Files.createTempFile(paseo.work(), "screen", "");
        // Without the shell in between, which would not survive the Ctrl-C that is not for it. Terminals hand on no ignored signals,
        // but whoever runs the tests in the background may.
        builder.command(SCRIPT.toString(), "-qefc",
                "exec env --default-signal=INT,HUP " + paseo.install() + "/bin/paseo " + words, "/dev/null");
        builder.environment().put("SHELL", "/bin/sh");
        return new PseudoTerminal(screen, builder.redirectInput(ProcessBuilder.Redirect.PIPE).redirectOutput(screen.toFile())
                .redirectErrorStream(true).start());
    }

    void type(String text) throws IOException {
        script.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        script.getOutputStream().flush();
    }

    void interrupt() throws IOException {
        type(CTRL_C);
    }

    String screen() throws IOException {
        return Files.readString(screen);
    }

    /** The exit code of the command. */
    int exit() throws IOException, InterruptedException {
        assertTrue(script.waitFor(Distribution.PATIENCE.toSeconds(), TimeUnit.SECONDS), "the command does not end: " + screen());
        return script.exitValue();
    }

    /** The terminal goes away, as when its window is closed. */
    void vanish() {
        script.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        vanish();
    }
}
