package sh.paseo.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.cli.client.CliException;

/** Starts a script in the place of the daemon. */
@Timeout(30)
class DaemonLauncherTest {
    @TempDir
    Path install;

    private DaemonLauncher launcher(String script) throws IOException {
        Path program = Files.createDirectories(install.resolve("bin")).resolve("paseo");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new DaemonLauncher(Optional.of(install));
    }

    @Test
    void backgroundDaemonGetsItsArgumentAndEnvironmentAndWritesToTheFile() throws IOException {
        Path output = install.resolve("daemon.out");
        Files.writeString(output, "before\n");
        var launched = launcher("echo \"$1 $PASEO_HOME\"; read nothing || echo no input; exit 78").background(Map.of("PASEO_HOME", "/h"),
                output);
        await().until(() -> launched.exitCode() >= 0);
        assertEquals(78, launched.exitCode());
        assertEquals("before\ndaemon-main /h\nno input\n", Files.readString(output));
    }

    @Test
    void runningDaemonHasNoExitCode() throws IOException {
        Path stop = install.resolve("stop");
        var launched = launcher("while [ ! -e " + stop + " ]; do sleep 0.1; done").background(Map.of(), install.resolve("daemon.out"));
        assertEquals(-1, launched.exitCode());
        Files.createFile(stop);
        await().until(() -> launched.exitCode() == 0);
    }

    @Test
    void withoutSessionsOfItsOwnADaemonAtLeastDoesNotHearThatItsTerminalIsClosed() throws IOException {
        launcher("echo $$; while [ ! -e " + install + "/stop ]; do sleep 0.1; done; echo stopped");
        Path output = install.resolve("daemon.out");
        var launched = new DaemonLauncher(Optional.of(install), List.of("/nowhere/setsid", "/usr/bin/nohup")).background(Map.of(), output);
        await().until(() -> Files.readString(output).endsWith("\n"));
        assertEquals(0, new ProcessBuilder("/bin/sh", "-c", "kill -HUP $0", Files.readString(output).strip()).start().onExit().join()
                .exitValue());
        Files.createFile(install.resolve("stop"));
        await().until(() -> launched.exitCode() >= 0);
        assertEquals(0, launched.exitCode());
    }

    @Test
    void foregroundReturnsTheExitCode() throws IOException {
        assertEquals(3, launcher("exit 3").foreground(Map.of()));
    }

    @Test
    void whatIsSecretGoesToTheInputOfTheProgramAndItsAnswersComeBack() throws IOException {
        assertEquals(new DaemonProgram.Ended(78, "daemon-config set a /h", "open sesame."),
                launcher("echo \"$* $PASEO_HOME\"; echo \"$(cat).\" >&2; exit 78").configure(Path.of("/h"), List.of("set", "a"),
                        "open sesame"));
    }

    @Test
    void aProgramThatEndsWithoutReadingItsInputIsHeardAllTheSame() throws IOException {
        DaemonLauncher launcher = launcher("echo no home >&2; exit 78");
        for (int i = 0; i < 20; i++) {
            assertEquals(new DaemonProgram.Ended(78, "", "no home"), launcher.configure(Path.of("/h"), List.of(), "x".repeat(1 << 20)));
        }
    }

    @Test
    void withoutADistributionThereIsNothingToStart() {
        var launcher = new DaemonLauncher(Optional.empty());
        assertEquals("DAEMON_START_FAILED", assertThrows(CliException.class, () -> launcher.foreground(Map.of())).code());
    }
}
