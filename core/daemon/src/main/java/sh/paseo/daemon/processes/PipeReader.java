package sh.paseo.daemon.processes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reads a pipe to its end on a platform thread of its own, and keeps its first MiB. */
final class PipeReader {
    private static final int MAX_BYTES = 1 << 20;
    private static final int CHUNK_BYTES = 8192;

    private final InputStream pipe;
    private final Thread thread;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    private PipeReader(InputStream pipe, String name) {
        this.pipe = pipe;
        thread = Thread.ofPlatform().daemon().name(name).unstarted(this::read);
    }

    static PipeReader start(InputStream pipe, String name) {
        PipeReader reader = new PipeReader(pipe, name);
        reader.thread.start();
        return reader;
    }

    private void read() {
        byte[] chunk = new byte[CHUNK_BYTES];
        try (pipe) {
            for (int size = pipe.read(chunk); size >= 0; size = pipe.read(chunk)) {
                keep(chunk, size);
            }
        } catch (IOException e) {
            byte[] note = ("[reading stopped: " + e.getMessage() + "]").getBytes(StandardCharsets.UTF_8);
            keep(note, note.length);
        }
    }

    private void keep(byte[] bytes, int size) {
        synchronized (kept) {
            kept.write(bytes, 0, Math.min(size, MAX_BYTES - kept.size()));
        }
    }

    /** Waits for the end of the pipe, but no longer than this. */
    void await(Duration limit) throws InterruptedException {
        thread.join(limit);
    }

    String text() {
        synchronized (kept) {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }
}
