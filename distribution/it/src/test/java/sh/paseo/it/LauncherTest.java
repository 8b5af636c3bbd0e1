package sh.paseo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code bin/paseo} finds a Java and uses the caches. */
class LauncherTest {
    @TempDir
    Path scratch;

    @Test
    void theShippedCachesFit() throws Exception {
        try (var paseo = Distribution.shipped(scratch).with("PASEO_AOT", "require")) {
            paseo.run("--version").ok();
            paseo.start();
        }
    }

    @Test
    void theCachesFitInAnotherFolderToo() throws Exception {
        try (var paseo = Distribution.copied(scratch).with("PASEO_AOT", "require")) {
            paseo.run("--version").ok();
            paseo.start();
        }
    }

    @Test
    void aJarReplacedInPlaceRunsItsNewClassesAndNotTheOldCache() throws Exception {
        try (var paseo = Distribution.copied(scratch)) {
            var jar = paseo.install().resolve("lib/cli.jar");
            var time = Files.getLastModifiedTime(jar);
            replace(jar, """
                package sh.paseo.cli;

                public final class CliMain {
                    public static void main(String[] arguments) {
                        System.out.println("new");
                    }
                }
                """);
            // As an archive that restores times would leave it.
            Files.setLastModifiedTime(jar, time);
            assertEquals("new\n", paseo.run("--version").ok().out());
            var required = paseo.with("PASEO_AOT", "require").run("--version");
            assertEquals(1, required.exit(), required::toString);
            assertTrue(required.err().contains("no cache was made from these files"), required::toString);
        }
    }

    @Test
    void withoutItsCachesEverythingStillWorks() throws Exception {
        try (var paseo = Distribution.copied(scratch)) {
            try (var caches = Files.list(paseo.install().resolve("lib/cache"))) {
                for (var cache : caches.toList()) {
                    Files.delete(cache);
                }
            }
            paseo.start();
            paseo.run("ls").ok();
        }
    }

    @Test
    void aWrongJavaIsSaidInOneLine() throws Exception {
        try (var paseo = Distribution.shipped(scratch).with("PASEO_JAVA", "/nowhere")) {
            var result = paseo.run("--version");
            assertEquals(1, result.exit());
            assertEquals("", result.out());
            assertEquals("paseo: PASEO_JAVA=/nowhere is not the home of a Java 25 or newer\n", result.err());
        }
    }

    @Test
    void aLinkToTheLauncherWorks() throws Exception {
        var link = Files.createSymbolicLink(scratch.resolve("paseo"), Distribution.shipped(scratch).install().resolve("bin/paseo"));
        var process = new ProcessBuilder(link.toString(), "--version").redirectErrorStream(true).start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        Files.delete(link);
    }

    private void replace(Path jar, String source) throws IOException {
        var folder = Files.createDirectories(scratch.resolve("new"));
        var file = Files.writeString(folder.resolve("CliMain.java"), source);
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            assertTrue(compiler.getTask(null, manager, null, List.of("-d", folder.toString()), null, manager.getJavaFileObjects(file))
                    .call());
        }
        try (var zip = FileSystems.newFileSystem(jar)) {
            var name = "sh/paseo/cli/CliMain.class";
            Files.write(zip.getPath(name), Files.readAllBytes(folder.resolve(name)));
        }
    }
}
