package sh.paseo.daemon.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.PluginException;
import sh.paseo.api.process.Programs;

class LocalProgramsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    /** Leaves a process of another session behind that ignores what is kind and holds on to the output. */
    private static final String LEAVE = "setsid sh -c \"trap '' TERM; echo \\$\\$ >left; sleep 60\" & "
            + "until [ -s left ]; do :; done; echo here; ";

    @TempDir
    Path home;
    private ProcessLab lab;
    private Programs programs;

    @BeforeEach
    void open() throws IOException {
        Path bin = Files.createDirectory(home.resolve("bin"));
        program(bin.resolve("mine"), "rwx------");
        program(bin.resolve("text"), "rw-------");
        Files.createDirectory(bin.resolve("folder"));
        lab = new ProcessLab(home, ProcessLab.SHORT, Map.of("PATH", "relative::" + bin + ":/usr/bin:/bin", "PASEO_PASSWORD", "secret"));
        programs = lab.host.programs();
    }

    private static void program(Path path, String mode) throws IOException {
        Files.writeString(path, "#!/bin/sh\nprintf '%s|' \"$@\"\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private Programs.Result shell(String script, Duration limit) {
        return programs.run(List.of("sh", "-c", script), Map.of("ADDED", "value"), limit);
    }

    @Test
    void programsAreFoundOnThePathOfTheAgentsOrByTheirPlace() {
        Path mine = home.resolve("bin/mine");
        assertEquals(Optional.of(mine), programs.find("mine"));
        assertEquals(Optional.of(mine), programs.find(mine.toString()));
        String text = home.resolve("bin/text").toString();
        for (String no : List.of("text", "folder", "absent", "", "bin/mine", "./mine", "../bin/mine", "a\0b", text)) {
            assertEquals(Optional.empty(), programs.find(no), no);
        }
    }

    @Test
    void programSaysWhatItSaysAndNoShellReadsItsArguments() {
        assertEquals(new Programs.Result(0, "$(id)|a b|;|", ""), programs.run(List.of("mine", "$(id)", "a b", ";"), Map.of(), LONG));
        assertEquals(new Programs.Result(3, "out\n", "err\n"), shell("echo out; echo err >&2; exit 3", LONG));
    }

    @Test
    void programHasNoInputTheUsersEnvironmentAndTheUsersFolder() {
        Programs.Result result = shell("cat; echo $ADDED [$PASEO_PASSWORD] $PWD", LONG);

        assertEquals("value [] " + home + "\n", result.out());
    }

    @Test
    void bothStreamsAreReadToTheEndAndCut() {
        Programs.Result result = shell("head -c 3000000 /dev/zero >&2; head -c 3000000 /dev/zero; exit 4", LONG);

        assertEquals(4, result.exitCode());
        assertEquals(1 << 20, result.out().length());
        assertEquals(1 << 20, result.err().length());
    }

    @Test
    void programThatDoesNotEndIsKilledWithAllItStarted() {
        PluginException failure = assertThrows(PluginException.class,
                () -> shell("trap '' TERM; " + LEAVE + "while :; do sleep 0.05; done", Duration.ofSeconds(1)));

        assertEquals(PluginException.Code.BROKEN, failure.code());
        assertFalse(lab.alive(lab.pidIn(home.resolve("left"))));
    }

    @Test
    void whatHoldsOnToTheOutputIsEnded() {
        // The standard error may hold a word of the shell about what was killed.
        Programs.Result result = shell(LEAVE, LONG);
        assertEquals("0 here\n", result.exitCode() + " " + result.out());
        assertFalse(lab.alive(lab.pidIn(home.resolve("left"))));
    }

    @Test
    void missingProgramIsSaid() throws IOException {
        Path broken = home.resolve("bin/broken");
        Files.writeString(broken, "#!/no/such/interpreter\n");
        Files.setPosixFilePermissions(broken, PosixFilePermissions.fromString("rwx------"));
        for (String name : List.of("absent", "broken")) {
            PluginException failure = assertThrows(PluginException.class, () -> programs.run(List.of(name), Map.of(), LONG));
            assertEquals(PluginException.Code.MISSING, failure.code());
            assertTrue(failure.getMessage().contains(name), failure.getMessage());
        }
    }
}
