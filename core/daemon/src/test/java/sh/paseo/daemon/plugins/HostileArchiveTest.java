package sh.paseo.daemon.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jars that are fine as plugins but not as archives. */
class HostileArchiveTest {
    private static final String MANIFEST = """
            Manifest-Version: 1.0
            Plugin-Id: hostile
            Plugin-Version: 1
            Plugin-Requires: >=0.1.0 & <0.2.0
            """;

    @TempDir
    Path folder;

    private Path jar(Map<String, byte[]> entries) throws IOException {
        var file = folder.resolve("hostile.jar");
        try (var out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            out.write(MANIFEST.getBytes(StandardCharsets.UTF_8));
            for (var entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return file;
    }

    private static void assertRefused(Path jar, String words) {
        var refused = assertThrows(PluginRefused.class, () -> PluginJar.read(jar));
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }

    @Test
    void anHonestJarIsRead() throws IOException {
        assertEquals("hostile", PluginJar.read(jar(Map.of("a/b..c/..d", new byte[10]))).id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/tmp/evil", "..\\evil", "..", "C:\\evil"})
    void anEntryOutsideOfTheJarIsRefused(String name) throws IOException {
        assertRefused(jar(Map.of(name, new byte[1])), "\"" + name + "\" names a place outside of the jar");
    }

    @Test
    void twoEntriesOfOneNameAreRefused() throws IOException {
        var twins = new LinkedHashMap<String, byte[]>();
        twins.put("twin-1", new byte[1]);
        twins.put("twin-2", new byte[1]);
        var jar = jar(twins);
        var bytes = Files.readString(jar, StandardCharsets.ISO_8859_1).replace("twin-2", "twin-1");
        assertRefused(Files.writeString(jar, bytes, StandardCharsets.ISO_8859_1), "\"twin-1\" is there twice");
    }

    @Test
    void aJarThatUnpacksToHundredsOfItsSizeIsRefused() throws IOException {
        assertRefused(jar(Map.of("zeros", new byte[4 << 20])), "when unpacked");
    }
}
