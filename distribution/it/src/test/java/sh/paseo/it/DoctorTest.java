package sh.paseo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class DoctorTest {
    @TempDir
    Path scratch;

    @Test
    void itTellsOfEveryPartAndOfAProgramThatOnlyTheLoginShellFinds() throws Exception {
        // A login shell of a user whose own scripts put a folder on the PATH that the daemon does not have.
        var mine = Files.createDirectories(scratch.resolve("bin"));
        program(mine.resolve("claude"), "exit 0");
        var shell = program(scratch.resolve("shell"), "PATH=\"" + mine + ":$PATH\" exec /bin/sh -c \"$2\"");
        try (var paseo = Distribution.shipped(scratch).configured("{\"daemon\": {\"allowedHosts\": true}}").with("SHELL", shell.toString())
                .with("PATH", "/usr/bin:/bin")) {
            paseo.start();
            var doctor = paseo.run("doctor", "--json");
            assertEquals("ok", finding(doctor, "java", "runtime").getString("state"));
            assertEquals("ok", finding(doctor, "build", "age").getString("state"));
            assertEquals("ok", finding(doctor, "daemon", "process").getString("state"));
            assertEquals("ok", finding(doctor, "plugin", "agent-demo").getString("state"));
            assertTrue(finding(doctor, "transport", "tcp").getString("text").contains(paseo.listen().orElseThrow()));
            assertTrue(finding(doctor, "config", "config.json").getString("text").contains("allowedHosts"));
            assertEquals("ok", finding(doctor, "provider", "demo").getString("state"));
            var claude = finding(doctor, "provider", "claude");
            assertTrue(claude.getString("remedy").contains("paseo config set agents.providers.claude.command '[\"" + mine.resolve("claude")
                    + "\"]'"), claude::toString);
        }
    }

    @Test
    void aPluginThatCannotBeUsedIsAProblem() throws Exception {
        try (var paseo = Distribution.shipped(scratch).configured("{}")) {
            var plugins = Files.createDirectory(paseo.home().resolve("plugins"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.writeString(plugins.resolve("garbage.jar"), "this is no jar");
            paseo.start();
            var doctor = paseo.run("doctor", "--json");
            assertEquals(1, doctor.exit(), doctor::toString);
            assertEquals("problem", finding(doctor, "plugin", "garbage").getString("state"));
        }
    }

    private static Path program(Path file, String line) throws Exception {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static JsonObject finding(Result doctor, String area, String name) {
        return doctor.jsonArray().stream().map(row -> row.asJsonObject())
                .filter(row -> row.getString("area").equals(area) && row.getString("name").equals(name)).findFirst()
                .orElseThrow(() -> new AssertionError(area + " " + name + " is not in " + doctor));
    }
}
