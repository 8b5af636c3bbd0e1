package sh.paseo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit that the README shows. */
class ServiceUnitTest {
    private static final Pattern UNIT = Pattern.compile("```ini\n(.*?)```", Pattern.DOTALL);
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

    @TempDir
    Path scratch;

    @Test
    void systemdHasNothingToSayAboutTheUnitOfTheReadme() throws Exception {
        assumeTrue(Files.isExecutable(ANALYZE), "systemd-analyze is not here");
        var unit = UNIT.matcher(Files.readString(Path.of("../../README.md")));
        assertTrue(unit.find());
        assertTrue(unit.group(1).contains("KillMode=process"), unit.group(1));
        var file = Files.writeString(scratch.resolve("paseo.service"), unit.group(1).replace("%h/paseo",
                Distribution.shipped(scratch).install().toRealPath().toString()));
        var analyze = new ProcessBuilder(ANALYZE.toString(), "--user", "verify", file.toString()).redirectErrorStream(true);
        analyze.environment().put("XDG_RUNTIME_DIR", Files.createDirectory(scratch.resolve("run"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))).toString());
        var process = analyze.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        assertFalse(said.contains("paseo.service"), said);
    }
}
