package sh.paseo.hosting;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorsTest {
    @TempDir
    private Path process;

    @Test
    void socketsAreTurnedAwayBeforeTheLastDescriptorIsGone() throws IOException {
        limit("100                  4096");
        open(52);
        assertTrue(new Descriptors(process).enough());
        open(53);
        assertFalse(new Descriptors(process).enough());
    }

    @Test
    void whereNothingIsSaidThereIsNoLimit() throws IOException {
        open(10);
        assertTrue(new Descriptors(process).enough());
        limit("unlimited            unlimited");
        assertTrue(new Descriptors(process).enough());
    }

    private void limit(String values) throws IOException {
        Files.writeString(process.resolve("limits"), "Limit   Soft Limit   Hard Limit   Units\nMax open files            " + values
                + "                 files\n");
    }

    private void open(int count) throws IOException {
        Path folder = Files.createDirectories(process.resolve("fd"));
        for (int i = 0; i < count; i++) {
            Path file = folder.resolve(String.valueOf(i));
            if (!Files.exists(file)) {
                Files.createFile(file);
            }
        }
    }
}
