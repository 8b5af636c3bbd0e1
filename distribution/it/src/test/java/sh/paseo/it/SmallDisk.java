package sh.paseo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk of a few megabytes, in memory, mounted on a folder. A test that asks for one is skipped where it may not mount. */
final class SmallDisk implements AutoCloseable {
    private final Path folder;
    private final Path ballast;

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.ballast = folder.resolve("ballast");
    }

    /** Makes the folder, for its owner alone. */
    static SmallDisk mount(Path folder, String size) throws IOException {
        Files.createDirectories(folder);
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "mode=0700,size=" + size, "none", folder.toString()) == 0,
                "a disk can only be mounted here by root");
        return new SmallDisk(folder);
    }

    long free() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    /** Leaves no room at all. */
    void fill() throws IOException {
        try (var out = Files.newOutputStream(ballast)) {
            var page = new byte[4_096];
            while (true) {
                out.write(page);
            }
        } catch (IOException full) {
            assertEquals(0, free(), full::toString);
        }
    }

    void empty() throws IOException {
        Files.delete(ballast);
    }

    void enlarge(String size) throws IOException {
        assertEquals(0, run("mount", "-o", "remount,size=" + size, folder.toString()));
    }

    @Override
    public void close() throws IOException {
        assertEquals(0, run("umount", "-l", folder.toString()));
    }

    private static int run(String... command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        return process.onExit().join().exitValue();
    }
}
