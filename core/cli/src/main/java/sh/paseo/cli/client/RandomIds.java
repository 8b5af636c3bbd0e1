package sh.paseo.cli.client;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;

/**
 * Random UUIDs. Request ids must never repeat, since a daemon answers a repeated one from its memory. They are read from the kernel where
 * it
 * offers a file for that, because starting {@link SecureRandom} is among the slowest things a short command could do.
 */
public final class RandomIds {
    private static final String KERNEL = "/dev/urandom";
    private static final int BYTES = 16;

    private RandomIds() {}

    /** A new one. */
    public static String next() {
        ByteBuffer bytes = ByteBuffer.wrap(bytes());
        long high = bytes.getLong() & 0xffffffffffff0fffL | 0x4000L;
        long low = bytes.getLong() & 0x3fffffffffffffffL | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    private static byte[] bytes() {
        try (var kernel = new FileInputStream(KERNEL)) {
            byte[] read = kernel.readNBytes(BYTES);
            if (read.length == BYTES) {
                return read;
            }
        } catch (IOException notThere) {
            // Not every system has the file; the slower way below is as good.
        }
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
