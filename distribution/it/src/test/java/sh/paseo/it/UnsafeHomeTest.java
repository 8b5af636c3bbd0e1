package sh.paseo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A home, or a file in it, that somebody else could have a hand in: the daemon does not start and says what to do. */
@EnabledOnOs(OS.LINUX)
class UnsafeHomeTest {
    private static final int UNUSABLE = 78;
    private static final int SOMEBODY_ELSE = 12_345;

    @TempDir
    Path scratch;

    @Test
    void aHomeThatIsALinkOrThatOthersMayWriteToIsRefused() throws Exception {
        try (var paseo = Distribution.shipped(scratch).configured("{}")) {
            for (var mode : List.of("rwxrwx---", "rwx----w-", "rwxrwxrwx")) {
                Files.setPosixFilePermissions(paseo.home(), PosixFilePermissions.fromString(mode));
                assertRefused(paseo, "chmod go-w '" + paseo.home() + "'");
            }
            Files.setPosixFilePermissions(paseo.home(), PosixFilePermissions.fromString("rwx------"));
            var real = Files.move(paseo.home(), scratch.resolve("elsewhere"));
            Files.createSymbolicLink(paseo.home(), real);
            assertRefused(paseo, paseo.home() + " is a symbolic link");
        }
    }

    @Test
    void aFileOfTheHomeThatIsALinkIsRefusedAndNotFollowed() throws Exception {
        try (var paseo = Distribution.shipped(scratch).configured("{}")) {
            var target = Files.writeString(scratch.resolve("target"), "{}");
            for (var name : List.of("config.json", "paseo.db", "server-id", "paseo.lock")) {
                var file = paseo.home().resolve(name);
                Files.deleteIfExists(file);
                Files.createSymbolicLink(file, target);
                assertRefused(paseo, file + " is a symbolic link");
                assertEquals("{}", Files.readString(target));
                Files.delete(file);
            }
        }
    }

    @Test
    void aFileOfTheHomeThatOthersMayWriteToIsRefusedWithTheRepairWhichWorks() throws Exception {
        try (var paseo = Distribution.shipped(scratch).configured("{}")) {
            paseo.start();
            paseo.terminate();
            for (var name : List.of("config.json", "paseo.db")) {
                var file = paseo.home().resolve(name);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
                assertRefused(paseo, "chmod go-w '" + file + "'");
                assertEquals(0, new ProcessBuilder("chmod", "go-w", file.toString()).start().waitFor());
            }
            paseo.start();
        }
    }

    @Test
    void aHomeOrAConfigurationOfSomebodyElseIsRefused() throws Exception {
        try (var paseo = Distribution.shipped(scratch).configured("{}")) {
            var me = Files.getAttribute(paseo.home(), "unix:uid");
            assumeTrue(me.equals(0), "only root can give a file away");
            for (var file : List.of(paseo.home().resolve("config.json"), paseo.home())) {
                Files.setAttribute(file, "unix:uid", SOMEBODY_ELSE);
                assertRefused(paseo, "chown " + me + " '" + file + "'");
                Files.setAttribute(file, "unix:uid", me);
            }
        }
    }

    private static void assertRefused(Distribution paseo, String words) throws IOException, InterruptedException {
        var refused = paseo.run("daemon-main");
        assertEquals(UNUSABLE, refused.exit(), refused::toString);
        assertTrue(refused.err().contains(words), () -> refused + " does not say " + words);
        assertEquals(1, refused.err().lines().count(), refused::toString);
        assertFalse(Files.exists(paseo.home().resolve("paseo.pid"), LinkOption.NOFOLLOW_LINKS));
    }
}
