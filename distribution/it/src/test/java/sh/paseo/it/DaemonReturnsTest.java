package sh.paseo.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A command goes on when the daemon that it talks to dies and another one takes over the home, on another port. */
@EnabledOnOs(OS.LINUX)
class DaemonReturnsTest {
    @TempDir
    Path scratch;

    @Test
    void aCommandThatFollowsAnAgentGoesOnWithTheNextDaemon() throws Exception {
        var paseo = Distribution.shipped(scratch);
        var folder = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectory(paseo.home(), folder);
        Files.copy(paseo.install().resolve("extras/agent-load.jar"),
                Files.createDirectory(paseo.home().resolve("plugins"), folder).resolve("agent-load.jar"));
        try (var daemon = new MortalDaemon(paseo)) {
            daemon.start();
            var agent = paseo.run("run", "-q", "--provider", "load", "emit 1 agent stream update").ok().out().strip();
            var out = scratch.resolve("followed");
            var err = scratch.resolve("followed.err");
            var follower = paseo.builder(List.of("logs", "-f", agent)).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
            try {
                await().atMost(Distribution.PATIENCE).until(() -> Files.readString(out).contains("Following logs"));
                daemon.kill();
                daemon.start();
                paseo.run("send", agent, "emit 3 agent stream updates").ok();
                await().atMost(Distribution.PATIENCE).until(() -> Files.readString(out).contains("stress-update-2"));
                assertTrue(follower.isAlive());
                var since = Files.readString(out).split("to stop\\) ---", 2)[1];
                assertEquals(List.of("0", "1", "2"), since.lines().filter(line -> line.contains("stress-update-"))
                        .map(line -> line.substring(line.length() - 1)).toList(), since);
                assertEquals("", Files.readString(err));
            } finally {
                follower.destroy();
            }
            daemon.terminate();
        }
    }
}
