package sh.paseo.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.PluginException;
import sh.paseo.api.process.Programs;

class LoginShellTest {
    @TempDir
    Path folder;

    /** Answers every program with this text, as long as it is the one that is expected. */
    private record Saying(String program, String text) implements Programs {
        @Override
        public Optional<Path> find(String name) {
            return Optional.empty();
        }

        @Override
        public Result run(List<String> command, Map<String, String> added, Duration limit) {
            if (!command.getFirst().equals(program)) {
                throw new PluginException(PluginException.Code.MISSING, "No program " + command.getFirst());
            }
            return new Result(0, text, "");
        }
    }

    @Test
    void whatTheUsersOwnScriptsPrintIsNotThePath() {
        var shell = new LoginShell(new Saying("/bin/zsh", "Welcome!\npaseo-path=/x:/y\n"), Map.of("SHELL", "/bin/zsh"));
        assertEquals(Optional.of("/x:/y"), shell.path());
    }

    @Test
    void aShellThatCannotBeAskedKnowsNothing() {
        assertEquals(Optional.empty(), new LoginShell(new Saying("/bin/zsh", ""), Map.of("SHELL", "/bin/gone")).path());
        assertEquals(Optional.empty(), new LoginShell(new Saying("/bin/sh", "nothing"), Map.of("SHELL", "relative")).path());
    }

    @Test
    void aProgramIsFoundInTheFoldersOfThePath() throws Exception {
        var program = Files.createFile(folder.resolve("claude"));
        assertEquals(Optional.empty(), LoginShell.find("claude", "/nowhere:" + folder));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        assertEquals(Optional.of(program), LoginShell.find("claude", "/nowhere:.:" + folder));
        assertEquals(Optional.empty(), LoginShell.find("/opt/claude", folder.toString()));
    }
}
